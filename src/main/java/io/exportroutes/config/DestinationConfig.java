package io.exportroutes.config;

import io.exportroutes.config.schema.Copies;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A named target.
 *
 * @param name its name in exports.yaml
 * @param type the Kamelet is {@code <type>-artifact-sink}
 * @param key the template of the artifact's key
 * @param maxConcurrent how many deliveries to it run at once
 * @param deliveryTimeout the longest one attempt may take
 * @param properties the Kamelet's own properties, secrets included, placeholders resolved; a list is joined by commas
 * @param secrets which of the properties are secrets
 * @param copies what of the artifacts it keeps
 */
public record DestinationConfig(
        String name,
        String type,
        String key,
        int maxConcurrent,
        java.time.Duration deliveryTimeout,
        Map<String, String> properties,
        Set<String> secrets,
        Copies copies) {
    public DestinationConfig {
        properties = java.util.Collections.unmodifiableMap(new TreeMap<>(properties));
        secrets = java.util.Collections.unmodifiableSet(new TreeSet<>(secrets));
    }

    /** The name of the Kamelet that delivers to this destination. */
    public String kamelet() {
        return type + "-artifact-sink";
    }

    /** Whether what it is sent of an artifact of this size is a copy, and not only a notice. */
    public boolean stores(long size) {
        return size <= copies.largest();
    }

    /** Whether it keeps every artifact, of whatever size. */
    public boolean storesAll() {
        return copies.equals(Copies.OF_ALL);
    }

    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>(properties);
        secrets.forEach(secret -> shown.computeIfPresent(secret, (key, value) -> "xxxxxx"));
        return "DestinationConfig[" + name + ", " + type + ", " + shown + "]";
    }
}
