package io.exportroutes.config.schema;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The two kinds of named targets in exports.yaml whose types are Kamelets. */
public enum SinkKind {
    /** Where artifacts are delivered to. */
    DESTINATION(
            "destination",
            "artifact-sink",
            List.of("key", "max-concurrent", "delivery-timeout", "retention", "read-back", "encrypt")),
    /** Where notifications are sent to. */
    CHANNEL("channel", "notification-sink", List.of("on", "remind-every", "quiet"));

    private final String word;
    private final String suffix;
    private final List<String> common;

    SinkKind(String word, String suffix, List<String> common) {
        this.word = word;
        this.suffix = suffix;
        this.common = common;
    }

    /** As it is called in the JSON Schema. */
    String word() {
        return word;
    }

    /** The name of the Kamelet for a type of this kind. */
    public String kamelet(String type) {
        return type + "-" + suffix;
    }

    String file() {
        return "-" + suffix + ".kamelet.yaml";
    }

    /** The keys that each of them has beside its type, whatever that is. */
    List<String> common() {
        return common;
    }

    /** The keys that are not the Kamelet's. */
    Set<String> reserved() {
        Set<String> keys = new TreeSet<>(common);
        keys.add("type");
        return keys;
    }
}
