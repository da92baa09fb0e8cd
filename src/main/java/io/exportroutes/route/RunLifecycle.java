package io.exportroutes.route;

import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.queue.QueueEntry;
import io.exportroutes.queue.RunPostponed;
import io.exportroutes.run.Deadline;
import io.exportroutes.run.DeliveringRuns;
import io.exportroutes.run.OwnedRun;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunProject;
import io.exportroutes.run.RunServices;
import io.exportroutes.schedule.RunOrder;
import io.exportroutes.value.LogFields;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code runs}: the life of a run from the queue to its end. */
public final class RunLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RunLifecycle.class);

    /** A run has at most so many passes in a row: one, and one more for a new export instead of one that is gone. */
    private static final int PASSES = 3;

    private final RunServices services;
    private final DeliveringRuns ends;
    private final RunOrder order;
    private final Duration takeover;

    /** @param takeover after which time without a heartbeat a node counts as dead */
    public RunLifecycle(RunServices services, DeliveringRuns ends, Duration takeover) {
        this.services = services;
        this.ends = ends;
        this.order = new RunOrder(services.config(), services.ledger().runs());
        this.takeover = takeover;
    }

    /**
     * Whether a queue entry has work: none if the previous process died between its last write to the ledger and the removal of
     * the entry, or if the ledger does not have the run.
     */
    public boolean isOpen(QueueEntry entry) {
        return services.ledger()
                .runs()
                .find(entry.runId())
                .filter(run -> !run.state().settled())
                .isPresent();
    }

    /**
     * Lets another run, or another node, go first.
     *
     * @throws RunPostponed while an earlier run of the job is not finished, or a node that is alive has verified bytes of the
     *     run in its spool: they outrank the API, so the run is that node's
     */
    public void checkOrder(QueueEntry entry) {
        order.check(entry.runId());
        Ledger ledger = services.ledger();
        if (ledger.nodes().shared() && ledger.nodes().anotherNodeHasBytes(entry.runId(), services.node(), takeover)) {
            throw new RunPostponed(entry.runId(), "the node whose spool has its bytes");
        }
    }

    /**
     * Whether the run needs another pass: not if it is settled or its deliveries continue without this worker.
     *
     * @param last the number of the last pass from 0 on, or null before the first
     * @throws io.exportroutes.failure.TakenOverFailure if the run belongs to another worker
     * @throws io.exportroutes.failure.StopRequested if the program is about to stop
     */
    public boolean needsPass(QueueEntry entry, @Nullable Integer last) {
        if (last == null) {
            return true;
        }
        if (ends.isHandedOver(entry)) {
            return false;
        }
        services.ownedRuns().check(entry);
        if (!isOpen(entry)) {
            return false;
        }
        services.stopping().check("Run " + entry.runId());
        if (last + 1 < PASSES) {
            return true;
        }
        settleUnfinished(entry);
        return false;
    }

    private void settleUnfinished(QueueEntry entry) {
        PermanentFailure failure = new PermanentFailure(
                FailureCode.UNSETTLED,
                "Run " + entry.runId() + " did not finish in " + PASSES + " passes",
                "See the log around this time, then: dead-letters replay " + entry.runId());
        services.begin(entry).ledger().runs().settle(entry.runId(), RunState.FAILED, failure);
        services.outcomes().settled(RunState.FAILED);
    }

    /** Whether the entry stays with this process while the run's deliveries continue; asked once, when its worker has finished. */
    public boolean keepsEntry(QueueEntry entry) {
        boolean kept = ends.hasTaken(entry);
        if (!kept) {
            services.ownedRuns().end(entry);
        }
        return kept;
    }

    /** Begins the run of the queue entry. */
    public RunContext begin(QueueEntry entry) {
        String runId = entry.runId();
        services.stopping().check("Run " + runId);
        OwnedRun ownedRun = services.begin(entry);
        Run found = services.ledger().runs().find(runId).orElseThrow(() -> unknownRun(runId));
        JobConfig job = services.config().job(found.worksAs());
        Run run = RunProject.settle(found, job, ownedRun, services.ledger());
        try (LogFields fields = LogFields.ofRun(run.job(), runId)) {
            LOG.info(
                    "Run {} of job {} begins: {} of project {}",
                    runId,
                    run.job(),
                    job.request().kind().word(),
                    run.origin().project());
        }
        return new RunContext(
                run, job, Deadline.at(started(run).plus(job.limits().deadline()), services.clock()), ownedRun);
    }

    /** The start of its deadline; a clock that was ahead for a while does not make it longer. */
    private Instant started(Run run) {
        Instant now = services.clock().instant();
        Instant since = services.ownedRuns().atWorkSince();
        Instant started = run.progress().startedAt();
        Instant later = started == null || started.isBefore(since) ? since : started;
        return later.isAfter(now) ? now : later;
    }

    /** A run whose downloads are done and whose next deliveries have room now; null once it is over. */
    public @Nullable RunContext resume(QueueEntry entry) {
        return ends.delivering(entry).orElse(null);
    }

    /** The run's downloads are done: it is settled now, or once the last of its deliveries is over. */
    public void leave(RunContext run, QueueEntry entry) {
        ends.leave(run, entry);
    }

    private static PermanentFailure unknownRun(String runId) {
        return new PermanentFailure(
                FailureCode.UNKNOWN_RUN, "The ledger has no run " + runId, "List the runs with: runs");
    }
}
