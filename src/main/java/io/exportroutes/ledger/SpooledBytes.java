package io.exportroutes.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an export that were verified, or verified but for the guard that refused them.
 *
 * @param size bytes
 * @param sha256 lower-case hex
 * @param verifiedAt null if a guard refused them
 * @param spooledOn the node whose spool has, or had, them; null if that is not known
 */
public record SpooledBytes(
        @Nullable Long size,
        @Nullable String sha256,
        @Nullable Instant verifiedAt,
        @Nullable String spooledOn) {
    /** Those of an export that was not verified. */
    public static final SpooledBytes NONE = new SpooledBytes(null, null, null, null);
}
