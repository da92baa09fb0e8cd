package io.exportroutes.route;

import io.exportroutes.config.ExportKind;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.FinalFailure;
import io.exportroutes.failure.PassingFailure;
import io.exportroutes.failure.StopRequested;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.HandOut;
import io.exportroutes.ledger.Run;
import io.exportroutes.schedule.Enqueuer;
import io.exportroutes.schedule.RunRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code runs}: the life of a run from the queue to its end. */
public final class RunSteps {
    private static final Logger LOG = LoggerFactory.getLogger(RunSteps.class);

    /** A delivery that its deadline breaks off has this long to become a dead letter by itself. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private static final String DUE = "due";

    private final Services services;
    private final Enqueuer enqueuer;

    public RunSteps(Services services, Enqueuer enqueuer) {
        this.services = services;
        this.enqueuer = enqueuer;
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
        HandOut handOut = exchange.getMessage().getBody(HandOut.class);
        String runId = handOut.runId();
        exchange.setProperty(RunContext.HAND_OUT, handOut);
        services.stopping().check("Run " + runId);
        Hold hold = services.holds().begin(handOut);
        Run found = services.ledger().runs().find(runId).orElseThrow(() -> unknownRun(runId));
        JobConfig job = job(found.job());
        Run run = RunProject.settle(found, job, hold);
        exchange.setProperty(
                RunContext.PROPERTY,
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

    /**
     * Waits until none of the run's deliveries is on its way. Deliveries end by themselves at the run's deadline; those that
     * are still queued or between two tries a little later are made dead letters from here.
     */
    public void awaitDeliveries(Exchange exchange) throws InterruptedException {
        RunContext context = RunContext.of(exchange);
        Deadline end = context.deadline().plus(FAREWELL);
        while (!services.inFlight().await(context.id(), Duration.ofMillis(200))) {
            context.hold().check();
            if (services.stopping().requested() && services.inFlight().sending() == 0) {
                throw new StopRequested("Run " + context.id());
            }
            if (end.isPassed(services.clock())) {
                overdue(context);
            }
        }
    }

    private void overdue(RunContext context) {
        for (Delivery delivery : services.ledger().deliveries().ofRun(context.id())) {
            if (!delivery.state().settled() && services.inFlight().has(context.id(), delivery.id())) {
                FinalFailure failure = Deadlines.passed("Delivery " + delivery.id(), context, last(delivery));
                context.ledger().deliveries().dead(delivery.exportId(), delivery.destination(), failure);
                LOG.error(
                        "Run {}: delivery {} is a dead letter: {}", context.id(), delivery.id(), failure.getMessage());
            }
        }
        services.inFlight().forget(context.id());
    }

    private static @Nullable PassingFailure last(Delivery delivery) {
        String code = delivery.errorCode();
        return code == null
                ? null
                : new PassingFailure(code, String.valueOf(delivery.error()), String.valueOf(delivery.hint()));
    }

    /** Writes how the run ended, if it did: a new export may have to be asked for, or the program is about to stop. */
    public void settle(Exchange exchange) {
        RunContext context = RunContext.of(exchange);
        List<ExportEntry> exports = services.ledger().exports().ofRun(context.id());
        List<Delivery> deliveries = services.ledger().deliveries().ofRun(context.id());
        boolean sweep = context.job().export() == ExportKind.EXISTING;
        RunOutcome outcome = new RunOutcome(context.id(), context.job().name(), sweep, exports, deliveries);
        if (!outcome.isOver()) {
            services.stopping().check("Run " + context.id());
            return;
        }
        if (!context.ledger().runs().conclude(context.id(), outcome.state(), outcome.failure())) {
            services.stopping().check("Run " + context.id());
            return; // a dead letter was replayed just now
        }
        exports.forEach(export -> services.spool().rest(export.manifest().id()));
        LOG.info("Run {} is {}", context.id(), outcome.state());
    }

    private JobConfig job(String name) {
        JobConfig job = services.config().jobs().get(name);
        if (job == null) {
            throw new FinalFailure(
                    "unknown_job",
                    "There is no job " + name + " in exports.yaml",
                    "Jobs: " + String.join(", ", services.config().jobs().keySet()));
        }
        return job;
    }

    private static FinalFailure unknownRun(String runId) {
        return new FinalFailure("unknown_run", "The ledger has no run " + runId, "List the runs with: runs");
    }
}
