package io.exportroutes.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The destination's confirmation that it stores the artifact.
 *
 * @param location where the destination keeps it
 * @param confirmation how the destination confirmed it; null if that was not recorded
 */
public record Receipt(
        @Nullable String location,
        @Nullable Instant deliveredAt,
        @Nullable Confirmation confirmation) {
    /** Nothing was delivered. */
    public static final Receipt NONE = new Receipt(null, null, null);
}
