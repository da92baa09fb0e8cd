package io.exportroutes.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a destination from deleting an object for good.
 *
 * @param mode the destination's own word, such as GOVERNANCE or COMPLIANCE, or null: none
 * @param until when it ends; null: nothing is locked by time
 * @param legalHold whether somebody at the destination holds it, without an end
 */
public record ObjectLock(@Nullable String mode, @Nullable Instant until, boolean legalHold) {
    public static final ObjectLock NONE = new ObjectLock(null, null, false);

    /** The destination does not let us know: to be taken as locked. */
    public static final ObjectLock UNKNOWN = new ObjectLock("unknown", Instant.MAX, false);

    /** Whether the destination did not let us know. */
    public boolean isUnknown() {
        return Instant.MAX.equals(until);
    }

    /** Whether it can be deleted for good at this time. */
    public boolean isOpen(Instant now) {
        return !legalHold && (until == null || !now.isBefore(until));
    }
}
