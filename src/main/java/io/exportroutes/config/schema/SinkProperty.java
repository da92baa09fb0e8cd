package io.exportroutes.config.schema;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One property of a destination type.
 *
 * @param name as the Kamelet calls it; its key in exports.yaml follows from it, see {@link PropertyNames}
 * @param definition type, title, description, format, default, enum and so on
 */
public record SinkProperty(String name, JsonNode definition) {
    /** The format, or an empty text. */
    public String format() {
        return definition.path("format").asText();
    }

    boolean isSecret() {
        return format().equals("password");
    }
}
