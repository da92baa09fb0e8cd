package io.exportroutes.route;

import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Run;
import io.exportroutes.queue.QueueEntry;
import io.exportroutes.run.Deadline;
import io.exportroutes.run.DeliveringRuns;
import io.exportroutes.run.OwnedRun;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunProject;
import io.exportroutes.run.RunServices;
import io.exportroutes.schedule.Enqueuer;
import io.exportroutes.schedule.RunRequest;
import java.time.Instant;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code runs}: the life of a run from the queue to its end. */
public final class RunLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RunLifecycle.class);

    private static final String DUE = "due";

    private final RunServices services;
    private final Enqueuer enqueuer;
    private final DeliveringRuns ends;

    public RunLifecycle(RunServices services, Enqueuer enqueuer, DeliveringRuns ends) {
        this.services = services;
        this.enqueuer = enqueuer;
        this.ends = ends;
    }

    /** Writes the run request that is the body into the ledger. */
    public void record(Exchange exchange) {
        RunRequest request = exchange.getMessage().getBody(RunRequest.class);
        exchange.setProperty(DUE, enqueuer.record(request).orElse(null));
    }

    /** Puts it on the queue where it was new; a step of its own, so that a second try is not taken for a second firing. */
    public void queue(Exchange exchange) {
        Instant due = exchange.getProperty(DUE, Instant.class);
        if (due != null) {
            enqueuer.queue(exchange.getMessage().getBody(RunRequest.class), due);
        }
    }

    /** Takes the run that the queue's entry in the body stands for. */
    public void begin(Exchange exchange) {
        QueueEntry handOut = exchange.getMessage().getBody(QueueEntry.class);
        String runId = handOut.runId();
        exchange.setProperty(ExchangeState.QUEUE_ENTRY, handOut);
        services.stopping().check("Run " + runId);
        OwnedRun hold = services.holds().begin(handOut);
        Run found = services.ledger().runs().find(runId).orElseThrow(() -> unknownRun(runId));
        JobConfig job = job(found.worksAs());
        Run run = RunProject.settle(found, job, hold);
        exchange.setProperty(
                ExchangeState.RUN,
                new RunContext(run, job, Deadline.at(started(run).plus(job.deadline()), services.clock()), hold));
        LOG.info("Run {} begins: {} of project {}", runId, job.export().word(), run.project());
    }

    /** From when its deadline counts; no clock that was ahead for a while makes it longer. */
    private Instant started(Run run) {
        Instant now = services.clock().instant();
        Instant since = services.holds().atWorkSince();
        Instant started = run.startedAt();
        Instant later = started == null || started.isBefore(since) ? since : started;
        return later.isAfter(now) ? now : later;
    }

    /** There is room for more of a run whose downloads are done; the body is its entry of the queue. */
    public void resume(Exchange exchange) {
        QueueEntry handOut = exchange.getMessage().getBody(QueueEntry.class);
        exchange.setProperty(ExchangeState.QUEUE_ENTRY, handOut);
        ends.delivering(handOut)
                .ifPresentOrElse(
                        context -> exchange.setProperty(ExchangeState.RUN, context), () -> exchange.setRouteStop(true));
    }

    /** The run's downloads are done: it is settled now, or once the last of its deliveries is over. */
    public void end(Exchange exchange) {
        QueueEntry handOut =
                Objects.requireNonNull(exchange.getProperty(ExchangeState.QUEUE_ENTRY, QueueEntry.class), "handOut");
        ends.leave(ExchangeState.run(exchange), handOut);
    }

    private JobConfig job(String name) {
        JobConfig job = services.config().jobs().get(name);
        if (job == null) {
            throw new PermanentFailure(
                    FailureCode.UNKNOWN_JOB,
                    "There is no job " + name + " in exports.yaml",
                    "Jobs: " + String.join(", ", services.config().jobs().keySet()));
        }
        return job;
    }

    private static PermanentFailure unknownRun(String runId) {
        return new PermanentFailure(
                FailureCode.UNKNOWN_RUN, "The ledger has no run " + runId, "List the runs with: runs");
    }
}
