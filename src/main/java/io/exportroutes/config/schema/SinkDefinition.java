package io.exportroutes.config.schema;

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
 * @param settings the settings of a destination of this type in exports.yaml
 */
public record SinkDefinition(
        String type, String title, String description, Settings settings, Annotations annotations) {
    /**
     * @param properties each property by its key in exports.yaml, in the Kamelet's order
     * @param required the keys that have to be given
     * @param rules which properties belong together ({@code exportroutes.io/rules})
     */
    public record Settings(Map<String, SinkProperty> properties, Set<String> required, List<SinkRule> rules) {
        public Settings {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
            required = Collections.unmodifiableSet(new LinkedHashSet<>(required));
            rules = List.copyOf(rules);
        }
    }

    /**
     * How destinations of this type treat artifacts.
     *
     * @param readsGrowing whether a delivery may start while the artifact still arrives ({@code exportroutes.io/reads:
     *     growing}); otherwise it waits for the verified artifact
     * @param stores which artifacts it stores ({@code exportroutes.io/stores})
     * @param takesBatches whether several small artifacts may come as one message ({@code exportroutes.io/batches: true})
     */
    public record Annotations(boolean readsGrowing, StoresAnnotation stores, boolean takesBatches) {}

    /** The keys of the properties that are secrets: {@code format: password}. */
    public Set<String> secrets() {
        Set<String> secrets = new LinkedHashSet<>();
        settings.properties.forEach((key, property) -> {
            if (property.isSecret()) {
                secrets.add(key);
            }
        });
        return secrets;
    }
}
