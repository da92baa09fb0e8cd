package io.exportroutes.retention;

import io.exportroutes.value.Visible;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a copy whatever the policy says.
 *
 * @param hold the reason that a person gave, or null: none holds it
 * @param lockedUntil when the destination lets it be deleted, or null: at any time
 */
public record Protection(@Nullable String hold, @Nullable Instant lockedUntil) {
    public static final Protection NONE = new Protection(null, null);

    /** The destination does not say whether and until when it is locked: taken as locked. */
    public static final Protection UNKNOWN = lockedUntil(Instant.MAX);

    public static Protection held(String reason) {
        return new Protection(reason, null);
    }

    public static Protection lockedUntil(Instant end) {
        return new Protection(null, end);
    }

    /** Why it is kept, in words; empty if nothing protects it now. */
    Optional<String> reason(ZoneId zone, Instant now) {
        if (hold != null) {
            return Optional.of("held: " + Visible.text(hold));
        }
        if (lockedUntil == null || !now.isBefore(lockedUntil)) {
            return Optional.empty();
        }
        return Optional.of(
                lockedUntil.equals(Instant.MAX)
                        ? "locked, until when is not known"
                        : "locked until " + lockedUntil.atZone(zone).toLocalDate());
    }
}
