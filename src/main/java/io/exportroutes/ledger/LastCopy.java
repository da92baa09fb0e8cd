package io.exportroutes.ledger;

import java.time.Instant;

/**
 * The newest artifact of a job that a destination confirmed.
 *
 * @param scheduledFor the scheduled time of its run: what the copy stands for
 * @param deliveredAt when the destination confirmed it
 * @param location where the destination keeps it
 */
public record LastCopy(String runId, String exportId, Instant scheduledFor, Instant deliveredAt, Stored stored) {
    /** @param size bytes */
    public record Stored(String location, long size, String sha256) {}
}
