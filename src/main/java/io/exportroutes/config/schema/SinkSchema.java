package io.exportroutes.config.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.exportroutes.config.schema.SinkDefinition.SectionKey;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The JSON Schema of one type of destination or channel, from its Kamelet's definition. */
final class SinkSchema {
    private static final List<String> COPIED = List.of(
            "title",
            "description",
            "enum",
            "pattern",
            "patternErrorMessage",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "default");
    /** Formats that the base schema describes; others are copied for editors. */
    private static final Set<String> DESCRIBED = Set.of("duration", "size");

    /** Text to the Kamelet, entries separated by commas; in exports.yaml a list as well. */
    private static final String LIST = "comma-separated";

    private static final String PLACEHOLDER = "^\\{\\{.+\\}\\}$";

    private SinkSchema() {}

    static ObjectNode of(SinkKind kind, SinkDefinition sink) {
        Set<String> reserved = kind.reserved();
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("title", sink.title()).put("description", sink.description()).put("type", "object");
        schema.put("additionalProperties", false);
        ArrayNode required = schema.putArray("required").add("type");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("type").put("const", sink.type());
        sink.settings().properties().forEach((name, sinkProperty) -> {
            SectionKey place = sink.settings().place(name);
            ObjectNode property = property(
                    sinkProperty.definition(), sink.settings().required().contains(name));
            if (place.section() != null) {
                section(sink, place, properties, property);
            } else if (!reserved.contains(name)) {
                properties.set(name, property);
            }
        });
        for (String common : kind.common()) {
            properties.putObject(common).put("$ref", "#/$defs/" + common);
        }
        rules(sink, schema);
        sink.settings().required().stream()
                .filter(name -> !reserved.contains(name))
                .forEach(required::add);
        return schema;
    }

    /** A section whose properties belong together: each without a default has to be there. */
    private static void section(SinkDefinition sink, SectionKey place, ObjectNode properties, ObjectNode property) {
        String name = Objects.requireNonNull(place.section());
        ObjectNode section = properties.withObjectProperty(name);
        section.put("type", "object")
                .put("description", sink.settings().sections().get(name))
                .put("additionalProperties", false);
        if (!property.has("default")) {
            section.withArrayProperty("required").add(place.key());
        }
        section.withObjectProperty("properties").set(place.key(), property);
    }

    /** For editors; {@link SinkRule} says the same in words. */
    private static void rules(SinkDefinition sink, ObjectNode schema) {
        ObjectNode dependent = JsonNodeFactory.instance.objectNode();
        for (SinkRule rule : sink.settings().rules()) {
            ObjectNode of = rule.property() == null ? schema : dependent.putObject(rule.property());
            ArrayNode choices = of.putArray("anyOf");
            for (SinkRule.Need need : rule.needs()) {
                ObjectNode choice = choices.addObject();
                choice.putArray("required").add(need.property());
                if (need.value() != null) {
                    choice.putObject("properties").putObject(need.property()).put("const", need.value());
                }
            }
        }
        if (!dependent.isEmpty()) {
            schema.set("dependentSchemas", dependent);
        }
    }

    private static ObjectNode property(JsonNode definition, boolean required) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        COPIED.forEach(keyword -> {
            if (definition.has(keyword)) {
                schema.set(keyword, definition.get(keyword));
            }
        });
        if (schema.has("pattern")) {
            schema.put("pattern", PLACEHOLDER + "|" + schema.get("pattern").asText());
        }
        if (definition.has("example")) {
            schema.putArray("examples").add(definition.get("example"));
        }
        String type = definition.path("type").asText("string");
        switch (type) {
            case "integer", "number", "boolean" -> {
                schema.putArray("type").add(type).add("string");
                schema.put("pattern", PLACEHOLDER);
            }
            default -> text(schema, definition.path("format").asText(), required);
        }
        return schema;
    }

    private static void text(ObjectNode schema, String format, boolean required) {
        if (format.equals(LIST)) {
            schema.putArray("type").add("array").add("string");
            schema.put("minItems", 1).put("minLength", 1);
            ObjectNode items = schema.putObject("items").put("type", "string").put("minLength", 1);
            List.of("title", "pattern", "examples").forEach(keyword -> {
                if (schema.has(keyword)) {
                    items.set(keyword, schema.get(keyword));
                }
            });
            return;
        }
        if (DESCRIBED.contains(format)) {
            schema.put("$ref", "#/$defs/" + format);
            return;
        }
        schema.put("type", "string");
        if (!format.isEmpty()) {
            schema.put("format", format);
        }
        if (required || format.equals("password")) {
            schema.put("minLength", 1);
        }
    }
}
