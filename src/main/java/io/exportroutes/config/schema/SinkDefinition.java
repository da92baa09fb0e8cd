package io.exportroutes.config.schema;

import io.exportroutes.config.yaml.Section;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
     * @param sections the keys under which properties stand that begin with them, each with its description
     *     ({@code exportroutes.io/sections}): {@code object-lock-mode} is {@code object-lock: {mode: …}}
     */
    public record Settings(
            Map<String, SinkProperty> properties,
            Set<String> required,
            List<SinkRule> rules,
            Map<String, String> sections) {
        public Settings {
            sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
            required = Collections.unmodifiableSet(new LinkedHashSet<>(required));
            rules = List.copyOf(rules);
        }

        /** Where the property of this key stands. */
        public SectionKey place(String key) {
            return sections.keySet().stream()
                    .filter(section -> key.startsWith(section + "-"))
                    .findFirst()
                    .map(section -> new SectionKey(section, key.substring(section.length() + 1)))
                    .orElseGet(() -> new SectionKey(null, key));
        }
    }

    /**
     * A key in exports.yaml.
     *
     * @param section the key under which it stands, or null
     */
    public record SectionKey(@Nullable String section, String key) {
        /** The mapping in which the key stands, of the destination's own. */
        public Section in(Section destination) {
            return section == null ? destination : destination.section(section);
        }
    }

    /**
     * How destinations of this type treat artifacts.
     *
     * @param readsGrowing whether a delivery may start while the artifact still arrives ({@code exportroutes.io/reads:
     *     growing}); otherwise it waits for the verified artifact
     * @param stores which artifacts it stores ({@code exportroutes.io/stores})
     * @param takesBatches whether several small artifacts may come as one message ({@code exportroutes.io/batches: true})
     * @param ofOthers whether what lies there is usually somebody else's, so that the retention of the defaults does not hold there
     *     ({@code exportroutes.io/retention: keep-all})
     */
    public record Annotations(boolean readsGrowing, StoresAnnotation stores, boolean takesBatches, boolean ofOthers) {}

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
