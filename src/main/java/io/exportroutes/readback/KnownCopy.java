package io.exportroutes.readback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A copy, as far as it has to be known to say when it is due.
 *
 * @param id unlike that of any other copy
 * @param size bytes
 * @param delivered when its destination confirmed it
 * @param read when it was last found as it was delivered, by the bytes or by whatever its policy asks for; null: never
 * @param last the last look, whatever it found; null: there was none
 */
public record KnownCopy(
        String id,
        long size,
        Instant delivered,
        @Nullable Instant read,
        @Nullable Look last) {
    /** One look. */
    public record Look(Result result, Level level, Instant at) {
        /** Whether it tells that the copy is out of reach at the moment, and nothing of the copy. */
        boolean isOutOfReach() {
            return result == Result.UNREADABLE && !level.readsBytes();
        }
    }

    /** Since when nobody has seen it good. */
    Instant unseenSince() {
        return read == null ? delivered : read;
    }

    /** Whether it is known to be bad, or cannot be read for what it is: another look soon tells nothing new. */
    boolean isSettled() {
        return last != null && !last.result().isGood() && !last.isOutOfReach();
    }
}
