package io.exportroutes.readback;

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
        Level level,
        @Nullable DailyWindow between,
        @Nullable Long budget) {
    /** Whether copies may be read at this moment. */
    public boolean isTime(Instant moment) {
        return between == null || between.has(moment);
    }

    /** Whether a copy that was last read at that time should have been read again by now. */
    public boolean isOverdue(Instant read, Instant now) {
        return read.plus(every).isBefore(now);
    }
}
