package io.exportroutes.archive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One copy of an artifact, as the ledger or the sidecar beside it describes it.
 *
 * @param key of the artifact at its destination
 */
public record ArchivedCopy(String destination, String key, Subject subject, Bytes bytes) {
    /**
     * What it is a copy of.
     *
     * @param scheduledFor the scheduled time of its run: what the copy stands for
     */
    public record Subject(String job, String project, String run, String exportId, Instant scheduledFor) {}

    /**
     * What is to be read there.
     *
     * @param name of the artifact as a file, a safe one
     * @param size bytes
     * @param sha256 lower-case hex
     * @param plain what is inside where the bytes are encrypted, or null
     */
    public record Bytes(
            String name, long size, String sha256, @Nullable Plain plain) {
        /** Those of a copy that is not encrypted. */
        public Bytes(String name, long size, String sha256) {
            this(name, size, sha256, null);
        }
    }

    /**
     * What is inside an encrypted copy.
     *
     * @param name of the artifact as a file, a safe one
     * @param sha256 lower-case hex; null if nobody knows it
     */
    public record Plain(String name, @Nullable String sha256) {}

    public String exportId() {
        return subject.exportId();
    }

    /** {@code exp_…@destination}, as the command line shows it. */
    public String id() {
        return exportId() + "@" + destination;
    }
}
