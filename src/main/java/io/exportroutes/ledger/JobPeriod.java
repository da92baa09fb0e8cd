package io.exportroutes.ledger;

import java.time.Instant;

/** The runs of a job that were scheduled from the first moment on and before the second. */
public record JobPeriod(String job, Instant from, Instant until) {
    /** Whether the moment is in it. */
    public boolean has(Instant moment) {
        return !moment.isBefore(from) && moment.isBefore(until);
    }
}
