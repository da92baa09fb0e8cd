package io.exportroutes.ledger;

import io.exportroutes.readback.Level;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a job's copies at one destination, all that have not expired.
 *
 * @param last the newest look at one of them; null if none was ever looked at
 */
public record ReadBackPlace(
        String destination,
        Copies copies,
        Oldest oldest,
        @Nullable ReadBack last) {
    /** @param bad how many of them are certainly of no use, by the look that counts of each */
    public record Copies(long all, long bad) {}

    /**
     * Since when one of those that may be good was not seen to be; null if there is none.
     *
     * @param read that all of its bytes were read
     * @param seen that it was looked at, however thoroughly
     */
    public record Oldest(@Nullable Instant read, @Nullable Instant seen) {
        /** @param level what counts as a look */
        public @Nullable Instant since(Level level) {
            return level.readsBytes() ? read : seen;
        }
    }
}
