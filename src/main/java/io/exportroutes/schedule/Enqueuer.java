package io.exportroutes.schedule;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunOrigin;
import io.exportroutes.ledger.RunProgress;
import io.exportroutes.ledger.RunState;
import io.exportroutes.queue.RunQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only entry to the run queue, for firings, commands and replays. */
public final class Enqueuer {
    private static final Logger LOG = LoggerFactory.getLogger(Enqueuer.class);
    private static final String SCHEDULE = "schedule";

    private final ExportsConfig config;
    private final Ledger ledger;
    private final RunQueue queue;
    private final Clock clock;

    public Enqueuer(ExportsConfig config, Ledger ledger, RunQueue queue, Clock clock) {
        this.config = config;
        this.ledger = ledger;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Writes the run into the ledger, then puts it on the queue: a crash in between is repaired at the next start, which
     * queues every unfinished run. A run that the ledger has already adds nothing.
     *
     * @throws PermanentFailure {@code unknown_job}
     */
    public void enqueue(RunRequest request) {
        record(request).ifPresent(due -> {
            queue.enqueue(request.runId(), due);
            LOG.info("Run {} is queued ({})", request.runId(), request.trigger());
        });
    }

    /**
     * The first half of {@link #enqueue}: the write to the ledger. The second half may be repeated alone.
     *
     * @return the run's due time on the queue; empty if the ledger had the run already, or it is settled from the start
     * @throws PermanentFailure {@code unknown_job}
     */
    public Optional<Instant> record(RunRequest request) {
        JobConfig job = config.job(request.job());
        Instant now = clock.instant();
        if (overlaps(request, job)) {
            skip(request, job, now);
            return Optional.empty();
        }
        if (!ledger.runs().add(newRun(request, job, now))) {
            return Optional.empty();
        }
        return Optional.of(now.plus(jitter(request, job)));
    }

    /** In one transaction, so that no other node can begin it in between. */
    private void skip(RunRequest request, JobConfig job, Instant now) {
        PermanentFailure reason = new PermanentFailure(
                FailureCode.OVERLAP,
                "The last run of " + job.name() + " is still running",
                "Set overlap: queue for the job to let its firings wait for each other.");
        if (ledger.runs().add(newRun(request, job, now, reason))) {
            LOG.warn("Run {} is SKIPPED: {}", request.runId(), reason.getMessage());
        }
    }

    private static Run newRun(RunRequest request, JobConfig job, Instant now) {
        return newRun(request, job, now, null);
    }

    /** @param skipped why it is settled from the start, or null */
    private static Run newRun(RunRequest request, JobConfig job, Instant now, @Nullable PermanentFailure skipped) {
        return new Run(
                request.runId(),
                new RunOrigin(job.name(), job.request().project(), request.trigger(), request.scheduledFor(), now),
                skipped == null ? RunState.QUEUED : RunState.SKIPPED,
                skipped == null ? RunProgress.NONE : RunProgress.finished(now),
                FailureNote.of(skipped));
    }

    private boolean overlaps(RunRequest request, JobConfig job) {
        return request.trigger().equals(SCHEDULE)
                && job.timing().overlap() == JobConfig.Overlap.SKIP
                && ledger.runs().busy(job.name()).stream()
                        .anyMatch(other -> !other.id().equals(request.runId()));
    }

    private static Duration jitter(RunRequest request, JobConfig job) {
        long bound = request.trigger().equals(SCHEDULE) ? job.timing().jitter().toMillis() : 0;
        return bound == 0
                ? Duration.ZERO
                : Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound));
    }
}
