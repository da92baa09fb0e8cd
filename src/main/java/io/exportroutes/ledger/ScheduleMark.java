package io.exportroutes.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a job's firings.
 *
 * @param seenUntil every firing up to this moment was dealt with: queued, skipped or ignored
 * @param pausedSince null unless the job is paused
 */
public record ScheduleMark(
        String job, Instant seenUntil, @Nullable Instant pausedSince) {
    public boolean paused() {
        return pausedSince != null;
    }
}
