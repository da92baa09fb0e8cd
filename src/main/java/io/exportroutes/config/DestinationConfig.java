package io.exportroutes.config;

import io.exportroutes.config.schema.Copies;
import java.util.Map;
import java.util.Set;

/**
 * A named target.
 *
 * @param name its name in exports.yaml
 * @param type the Kamelet is {@code <type>-artifact-sink}
 * @param key the template of the artifact's key
 * @param maxConcurrent how many deliveries to it run at once
 * @param deliveryTimeout the longest one attempt may take
 * @param settings the values of the Kamelet's own properties
 * @param copies which artifacts it stores
 */
public record DestinationConfig(
        String name,
        String type,
        String key,
        int maxConcurrent,
        java.time.Duration deliveryTimeout,
        DestinationProperties settings,
        Copies copies) {
    /** The Kamelet's own properties by their keys in exports.yaml. */
    public Map<String, String> properties() {
        return settings.values();
    }

    /** The keys of the properties that are secrets. */
    public Set<String> secrets() {
        return settings.secrets();
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
        return "DestinationConfig[" + name + ", " + type + ", " + settings + "]";
    }
}
