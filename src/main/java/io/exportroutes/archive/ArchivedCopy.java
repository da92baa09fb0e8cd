package io.exportroutes.archive;

import java.time.Instant;

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
     */
    public record Bytes(String name, long size, String sha256) {}

    public String exportId() {
        return subject.exportId();
    }

    /** {@code exp_…@destination}, as the command line shows it. */
    public String id() {
        return exportId() + "@" + destination;
    }
}
