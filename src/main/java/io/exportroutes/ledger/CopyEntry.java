package io.exportroutes.ledger;

import io.exportroutes.value.Verified;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One artifact as a destination confirmed it.
 *
 * @param plan which export, where, for which run, under which key
 * @param receipt when and how the destination confirmed it
 * @param hold why it stays whatever the policy says, or null: somebody holds it, or another destination has the same object
 */
public record CopyEntry(
        DeliveryPlan plan,
        Subject subject,
        Stored stored,
        Receipt receipt,
        @Nullable String hold) {
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

    /**
     * The bytes that lie there.
     *
     * @param plain what is inside if they are encrypted, or null
     */
    public record Stored(long size, String sha256, @Nullable Verified plain) {}

    /** {@code exp_…@destination}, as the command line shows it. */
    public String id() {
        return plan.exportId() + "@" + plan.destination();
    }
}
