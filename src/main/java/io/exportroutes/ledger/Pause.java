package io.exportroutes.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a job's schedule made no runs.
 *
 * @param until null while it lasts
 */
public record Pause(String job, Instant since, @Nullable Instant until) {
    /** Whether a firing at that moment made no run: one at the very moment of the resumption did not either. */
    public boolean covers(Instant firing) {
        return !firing.isBefore(since) && (until == null || !firing.isAfter(until));
    }
}
