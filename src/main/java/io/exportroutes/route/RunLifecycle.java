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
import io.exportroutes.schedule.Enqueuer;
import io.exportroutes.schedule.RunOrder;
import io.exportroutes.schedule.RunRequest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code runs}: the life of a run from the queue to its end. */
public final class RunLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RunLifecycle.class);

    /** A run has at most so many passes in a row: one, and one more for a new export in place of one that is gone. */
    private static final int PASSES = 3;

    private final RunServices services;
    private final Enqueuer enqueuer;
    private final DeliveringRuns ends;
    private final RunOrder order;
    private final Duration takeover;

    /** @param takeover after which time without a sign of life a node counts as dead */
    public RunLifecycle(RunServices services, Enqueuer enqueuer, DeliveringRuns ends, Duration takeover) {
        this.services = services;
        this.enqueuer = enqueuer;
        this.ends = ends;
        this.order = new RunOrder(services.config(), services.ledger().runs());
        this.takeover = takeover;
    }

    /**
     * Writes the run into the ledger.
     *
     * @return when it is due on the queue; null where it was there already, or is not to be worked on
     */
    public @Nullable Instant record(RunRequest request) {
        return enqueuer.record(request).orElse(null);
    }

    /**
     * Whether there is work for a run that the queue has handed out: none where the process before this one died between its
     * last word in the ledger and the end of the entry, or where the ledger does not have the run.
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
     * @throws RunPostponed while an earlier run of the job is not through, or a node that is alive has verified bytes of the
     *     run in its spool: they outrank the API, so the run is that node's
     */
    public void checkOrder(QueueEntry entry) {
        order.check(entry.runId());
        Ledger ledger = services.ledger();
        if (ledger.nodes().shared() && ledger.nodes().haveBytesOf(entry.runId(), services.node(), takeover)) {
            throw new RunPostponed(entry.runId(), "the node whose spool has its bytes");
        }
    }

    /**
     * Whether the run has to pass once more: not where it is settled or its deliveries go on without this worker.
     *
     * @param last the number of the last pass from 0 on, or null before the first
     * @throws io.exportroutes.failure.TakenOverFailure where the run is in other hands
     * @throws io.exportroutes.failure.StopRequested where the program is about to stop
     */
    public boolean needsPass(QueueEntry entry, @Nullable Integer last) {
        if (last == null) {
            return true;
        }
        if (ends.isHandedOver(entry)) {
            return false;
        }
        services.holds().check(entry);
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
                "Run " + entry.runId() + " came to no end in " + PASSES + " passes",
                "See the log around this time, then: dead-letters replay " + entry.runId());
        services.holds().begin(entry).ledger().runs().settle(entry.runId(), RunState.FAILED, failure);
    }

    /** Whether the entry stays with this process while the run's deliveries go on; asked once, when its worker is through. */
    public boolean keepsEntry(QueueEntry entry) {
        boolean kept = ends.hasTaken(entry);
        if (!kept) {
            services.holds().end(entry);
        }
        return kept;
    }

    /** Takes the run that the queue's entry stands for. */
    public RunContext begin(QueueEntry entry) {
        String runId = entry.runId();
        services.stopping().check("Run " + runId);
        OwnedRun hold = services.holds().begin(entry);
        Run found = services.ledger().runs().find(runId).orElseThrow(() -> unknownRun(runId));
        JobConfig job = services.config().job(found.worksAs());
        Run run = RunProject.settle(found, job, hold, services.ledger());
        LOG.info(
                "Run {} begins: {} of project {}",
                runId,
                job.request().kind().word(),
                run.origin().project());
        return new RunContext(
                run, job, Deadline.at(started(run).plus(job.limits().deadline()), services.clock()), hold);
    }

    /** From when its deadline counts; no clock that was ahead for a while makes it longer. */
    private Instant started(Run run) {
        Instant now = services.clock().instant();
        Instant since = services.holds().atWorkSince();
        Instant started = run.progress().startedAt();
        Instant later = started == null || started.isBefore(since) ? since : started;
        return later.isAfter(now) ? now : later;
    }

    /** The run of which downloads are done and deliveries are to come, now that there is room for more; null once it is over. */
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
