package io.exportroutes.config.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A destination type, as its Kamelet's {@code spec.definition} describes it.
 *
 * @param type the word in exports.yaml; the Kamelet is {@code <type>-artifact-sink}
 * @param properties each property's definition (type, title, description, format, default, enum …), in the Kamelet's order
 * @param required the properties that have to be given
 * @param rules what has to stand together ({@code exportroutes.io/rules})
 * @param readsGrowing whether a delivery may start while the artifact still arrives ({@code exportroutes.io/reads:
 *     growing}); otherwise it waits for the verified artifact
 * @param stores what of the artifacts it keeps ({@code exportroutes.io/stores})
 */
public record SinkDefinition(
        String type,
        String title,
        String description,
        Map<String, JsonNode> properties,
        Set<String> required,
        List<SinkRule> rules,
        boolean readsGrowing,
        StoresAnnotation stores) {
    public SinkDefinition {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        required = Collections.unmodifiableSet(new LinkedHashSet<>(required));
        rules = List.copyOf(rules);
    }

    /** The properties that are secrets: {@code format: password}. */
    public Set<String> secrets() {
        Set<String> secrets = new LinkedHashSet<>();
        properties.forEach((name, definition) -> {
            if (definition.path("format").asText().equals("password")) {
                secrets.add(name);
            }
        });
        return secrets;
    }
}
