package io.exportroutes.config;

import io.exportroutes.config.schema.Copies;
import io.exportroutes.config.schema.SinkKind;
import io.exportroutes.encryption.RecipientSet;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A named target.
 *
 * @param name its name in exports.yaml
 * @param sink its Kamelet and the Kamelet's settings
 * @param key the template of the artifact's key
 * @param encryption who may read what is delivered to it; null if it is not encrypted
 */
public record DestinationConfig(
        String name,
        Sink sink,
        String key,
        Limits limits,
        @Nullable RecipientSet encryption) {
    static final String CHECK = "-check-action";

    /**
     * What delivers.
     *
     * @param type the Kamelet is {@code <type>-artifact-sink}
     * @param settings the values of the Kamelet's own properties
     * @param copies which artifacts it stores
     * @param readsGrowing whether the Kamelet may read an artifact that is still arriving
     * @param takesBatches whether several small artifacts may come to the Kamelet as one message
     */
    public record Sink(String type, SinkValues settings, Copies copies, boolean readsGrowing, boolean takesBatches) {}

    /**
     * What it is not asked beyond.
     *
     * @param maxConcurrent how many deliveries to it run at once
     * @param deliveryTimeout the longest one attempt may take
     */
    public record Limits(int maxConcurrent, Duration deliveryTimeout) {}

    /** The Kamelet's own properties by their keys in exports.yaml. */
    public Map<String, String> properties() {
        return sink.settings.values();
    }

    /** The keys of the properties that are secrets. */
    public Set<String> secrets() {
        return sink.settings.secrets();
    }

    /** The name of the Kamelet that delivers to this destination. */
    public String kamelet() {
        return SinkKind.DESTINATION.kamelet(sink.type);
    }

    /** The name of the Kamelet that lists, reads and deletes what this destination has; not every type has one. */
    public String archiveKamelet() {
        return sink.type + "-archive-action";
    }

    /** The name of the Kamelet that tries the destination without sending anything; not every type has one. */
    public String checkKamelet() {
        return sink.type + CHECK;
    }

    /**
     * Whether what it is sent of an artifact of this size is a copy, and not only a notice.
     *
     * @param size in bytes, as it is stored: encrypted
     */
    public boolean stores(long size) {
        return size <= sink.copies.largest();
    }

    /** Whether it keeps every artifact, of whatever size. */
    public boolean storesAll() {
        return sink.copies.equals(Copies.OF_ALL);
    }

    /** Whether a delivery of plain bytes may start while the artifact is still arriving; one that may send a notice instead never does. */
    public boolean startsEarly() {
        return storesAll() && sink.readsGrowing;
    }

    /** Whether several small artifacts may be delivered by one call; only plain ones, and where each of them is a copy. */
    public boolean takesBatches() {
        return storesAll() && sink.takesBatches;
    }

    /** Whether it is known to tell no SHA-256 of a whole object: of these types only a bucket to which checksums are sent does. */
    public boolean tellsNoSha256() {
        return switch (sink.type) {
            case "file", "sftp" -> true;
            case "s3" -> !properties().containsKey("object-lock-mode") && !sendsChecksums();
            default -> false;
        };
    }

    private boolean sendsChecksums() {
        String checksum = properties().get("checksum");
        return checksum == null ? properties().get("endpoint") == null : checksum.equals("when-supported");
    }

    @Override
    public String toString() {
        return "DestinationConfig[" + name + ", " + sink.type + ", " + sink.settings + "]";
    }
}
