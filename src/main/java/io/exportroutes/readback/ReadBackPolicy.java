package io.exportroutes.readback;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often the copies at a destination are read back, and how much of them.
 *
 * @param every within this time each copy is read again
 * @param newest within this time after its delivery each copy is read for the first time
 * @param between only in this time of the day; null: at any
 * @param budget the most bytes of a day; null: without a limit
 */
public record ReadBackPolicy(
        Duration every,
        Duration newest,
        Depth depth,
        @Nullable DailyWindow between,
        @Nullable Long budget) {
    /**
     * How much of a copy is looked at.
     *
     * @param identityFile by which encrypted copies are opened; null: they are not
     */
    public record Depth(Level level, @Nullable Path identityFile) {
        /** Without an identity. */
        public static Depth of(Level level) {
            return new Depth(level, null);
        }
    }

    public Level level() {
        return depth.level();
    }

    /** Whether copies may be read at this moment. */
    public boolean isTime(Instant moment) {
        return between == null || between.has(moment);
    }

    /** Whether a copy that was last read at that time should have been read again by now. */
    public boolean isOverdue(Instant read, Instant now) {
        return read.plus(every).isBefore(now);
    }
}
