package io.exportroutes.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One artifact as a destination confirmed it.
 *
 * @param plan which export, where, for which run, under which key
 * @param deliveredAt when the destination confirmed it
 * @param confirmation how it did; null if that was not recorded
 */
public record CopyEntry(
        DeliveryPlan plan,
        Subject subject,
        LastCopy.Stored stored,
        Instant deliveredAt,
        @Nullable Confirmation confirmation) {
    /**
     * What it is a copy of.
     *
     * @param scheduledFor the scheduled time of its run: the time that the copy stands for
     * @param name the artifact's name as the API gave it, or null
     */
    public record Subject(
            String job,
            String project,
            Instant scheduledFor,
            @Nullable String name) {}
}
