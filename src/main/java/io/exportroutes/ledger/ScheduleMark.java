package io.exportroutes.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a job's firings are recorded.
 *
 * @param seenUntil every firing up to this moment is recorded: queued, skipped or ignored
 * @param pausedSince null unless the job is paused
 */
public record ScheduleMark(
        String job, Instant seenUntil, @Nullable Instant pausedSince) {
    public boolean paused() {
        return pausedSince != null;
    }
}
