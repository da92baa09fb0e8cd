package io.exportroutes.config;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The values in exports.yaml for the properties of the Kamelet of a destination or a channel.
 *
 * @param values by their keys in exports.yaml; secrets included, placeholders resolved; a list is joined by commas
 * @param names the Kamelet's name for the property of a key, if it differs from the key
 * @param secrets the keys of those that are secrets
 */
public record SinkValues(Map<String, String> values, Map<String, String> names, Set<String> secrets) {
    public SinkValues {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        names = Collections.unmodifiableMap(new TreeMap<>(names));
        secrets = Collections.unmodifiableSet(new TreeSet<>(secrets));
    }

    /** The values by the names that the Kamelet has for its properties. */
    public Map<String, String> byName() {
        Map<String, String> named = new TreeMap<>();
        values.forEach((key, value) -> named.put(names.getOrDefault(key, key), value));
        return named;
    }

    /** The values with the secrets masked. */
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>(values);
        secrets.forEach(secret -> shown.computeIfPresent(secret, (key, value) -> "xxxxxx"));
        return shown.toString();
    }
}
