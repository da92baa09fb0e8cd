package io.exportroutes.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One artifact to one destination; its identity is (export id, destination).
 *
 * @param key fixed when the delivery is planned, so that a repeat overwrites itself (invariant 6)
 * @param attempts how many were begun
 * @param location where the far end keeps it, once DELIVERED
 * @param confirmation how the far end confirmed it, once DELIVERED; null where that was not recorded
 */
public record Delivery(
        String exportId,
        String destination,
        String runId,
        DeliveryState state,
        String key,
        int attempts,
        @Nullable String location,
        @Nullable Instant deliveredAt,
        @Nullable Confirmation confirmation,
        @Nullable String errorCode,
        @Nullable String error,
        @Nullable String hint) {
    /** {@code exp_…@destination}, as the command line shows and takes it. */
    public String id() {
        return exportId + "@" + destination;
    }
}
