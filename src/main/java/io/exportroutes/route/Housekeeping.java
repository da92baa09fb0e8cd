package io.exportroutes.route;

import io.exportroutes.ledger.Run;
import io.exportroutes.queue.RunQueue;
import io.exportroutes.run.RunServices;
import io.exportroutes.schedule.Firings;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.value.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code housekeeping}: finishes work that a full disk or another process left unfinished. */
public final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    /** Runs younger than this may still be about to be queued. */
    private static final Duration REST = Duration.ofMinutes(1);
    /** The queue gives out a run whose worker threw again within five minutes. */
    private static final Duration RETRIES = Duration.ofMinutes(10);

    private final RunServices services;
    private final RunQueue queue;
    private final Firings firings;
    /** Earlier missed firings are left to the catch-up route, which waits for the API. */
    private Instant begun;

    private final ClockWatch wallClock;
    /** No run is put on the queue for later than this. */
    private final Duration longestWait;

    public Housekeeping(RunServices services, RunQueue queue, Firings firings) {
        this.services = services;
        this.queue = queue;
        this.firings = firings;
        this.begun = services.clock().instant();
        this.wallClock = new ClockWatch(services.clock());
        this.longestWait = services.config().jobs().values().stream()
                .map(job -> job.timing().jitter())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO)
                .plus(RETRIES);
    }

    /**
     * From when due times are to be computed again; null unless the clock was set since the last call. Where it was put
     * forward, or the machine slept, one run catches up on the missed firings: Quartz need not fire for each.
     */
    public @Nullable Instant clockChange() {
        Duration back = wallClock.setBack();
        Instant now = services.clock().instant();
        if (back.compareTo(REST) > 0) {
            LOG.warn("The clock was set back by {}: due times are computed again", Durations.print(back));
            return now;
        }
        if (back.negated().compareTo(Firings.LATE) > 0) {
            LOG.warn("The clock went forward by {}: due times are computed again", Durations.print(back.negated()));
            return now.minus(Firings.LATE);
        }
        return null;
    }

    /** Marks and queue use the machine's clock: if it was ahead for a while, they would wait for times in the future. */
    public void followClock() {
        Instant now = services.clock().instant();
        firings.followClock();
        begun = begun.isAfter(now) ? now : begun;
        int runs = queue.bringForward(now.plus(longestWait), now);
        if (runs > 0) {
            LOG.warn("The clock was ahead: {} runs that were queued meanwhile are due now", runs);
        }
    }

    /** Puts unfinished runs back on the queue that are on none, and clears the spool of what another process settled. */
    public void cleanUp() {
        Instant now = services.clock().instant();
        for (Run run : services.ledger().runs().unqueued()) {
            if (!isYoung(run, now)) {
                LOG.warn("Run {} is unfinished ({}) and was not on the queue", run.id(), run.state());
                queue.enqueue(run.id(), now);
            }
        }
        SpoolCleaner.releaseAllSettled(services);
    }

    private static boolean isYoung(Run run, Instant now) {
        return Duration.between(run.origin().createdAt(), now).abs().compareTo(REST) <= 0;
    }

    /** The runs of firings that could not be recorded when they were due. */
    public List<RunRequest> missed() {
        return firings.missed(services.clock().instant().minus(REST)).stream()
                .filter(missed -> missed.scheduledFor().isAfter(begun))
                .toList();
    }
}
