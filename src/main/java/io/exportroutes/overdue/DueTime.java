package io.exportroutes.overdue;

import io.exportroutes.config.JobConfig;
import io.exportroutes.config.JobConfig.Timing;
import io.exportroutes.ledger.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** From when on a job's next copy counts as overdue. DST transitions are those of its schedule. */
final class DueTime {
    private DueTime() {}

    /**
     * By {@code expect-within}, or else by the first firing after the last good copy that no pause covers, with jitter, deadline and
     * grace. Empty if none is expected, or if the job is paused before it is.
     *
     * @param good what the last good copy stands for, or since when one is expected
     * @param pauses of the job, the oldest first
     */
    static Optional<Instant> of(JobConfig job, Instant good, List<Pause> pauses) {
        Duration within = job.limits().freshness().within();
        return within == null
                ? firing(job.timing(), good, pauses).map(firing -> firing.plus(allowance(job)))
                : within(within, good, pauses);
    }

    /** As {@link #of}, if a pause that lasts ended now. */
    static Optional<Instant> ifResumed(JobConfig job, Instant now) {
        return of(job, now, List.of());
    }

    /** How long after its scheduled time a run may still deliver and nothing be amiss. */
    private static Duration allowance(JobConfig job) {
        return job.timing()
                .jitter()
                .plus(job.limits().deadline())
                .plus(job.limits().freshness().grace());
    }

    private static Optional<Instant> firing(Timing timing, Instant good, List<Pause> pauses) {
        Optional<Instant> firing = timing.nextDue(good);
        for (Pause pause : pauses) {
            if (firing.isEmpty() || !pause.covers(firing.get())) {
                continue;
            }
            Instant until = pause.until();
            if (until == null) {
                return Optional.empty();
            }
            firing = timing.nextDue(until);
        }
        return firing;
    }

    /** The time runs anew after a pause, if the copy was not overdue before it. */
    private static Optional<Instant> within(Duration within, Instant good, List<Pause> pauses) {
        Instant due = good.plus(within);
        for (Pause pause : pauses) {
            Instant until = pause.until();
            if (!pause.since().isBefore(due) || (until != null && !until.isAfter(good))) {
                continue;
            }
            if (until == null) {
                return Optional.empty();
            }
            due = until.plus(within);
        }
        return Optional.of(due);
    }
}
