package io.exportroutes.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long this node may work without an answer from a ledger that it shares: after that, others may have its runs. Time in
 * which the process was suspended or the machine slept counts, whichever of the two clocks noticed it.
 */
public final class Lease {
    private final @Nullable Duration term;
    private final Clock clock;
    private volatile Deadline last;
    private volatile Instant atWorkSince;

    /** @param term null if no other node works on the ledger: the lease never expires */
    public Lease(@Nullable Duration term, Clock clock) {
        this.term = term;
        this.clock = clock;
        this.atWorkSince = clock.instant();
        this.last = now();
    }

    /** Take this before asking the ledger, and pass it to {@link #renew} once it has answered. */
    Deadline now() {
        return Deadline.at(clock.instant(), clock);
    }

    /** The ledger, asked at that moment, confirmed this node's runs. */
    synchronized void renew(Deadline asked) {
        if (expired()) {
            atWorkSince = clock.instant();
        }
        last = asked;
    }

    /** Since when this node could work: its start, or the ledger's first answer after the lease had expired. */
    Instant atWorkSince() {
        return atWorkSince;
    }

    boolean expired() {
        return term != null && last.plus(term).left(clock).isNegative();
    }

    /** How long the lease is. */
    Duration term() {
        return term == null ? Duration.ofSeconds(Long.MAX_VALUE) : term;
    }
}
