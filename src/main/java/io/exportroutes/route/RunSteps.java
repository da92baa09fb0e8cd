package io.exportroutes.route;

import io.exportroutes.config.ExportKind;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FinalFailure;
import io.exportroutes.failure.PassingFailure;
import io.exportroutes.failure.StopRequested;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.HandOut;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.schedule.Enqueuer;
import io.exportroutes.schedule.RunRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
        Run run = services.ledger().runs().find(runId).orElseThrow(() -> unknownRun(runId));
        JobConfig job = job(run.job());
        exchange.setProperty(
                RunContext.PROPERTY,
                new RunContext(run, job, Deadline.at(started(run).plus(job.deadline()), services.clock()), hold));
        LOG.info("Run {} begins: {} of project {}", runId, job.export().word(), job.project());
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
        if (renewing(context, exports) || unfinished(exports, deliveries)) {
            services.stopping().check("Run " + context.id());
            return;
        }
        RunState outcome = outcome(exports, deliveries);
        ExportFailure failure =
                switch (outcome) {
                    case FAILED -> firstFailure(context, exports, deliveries);
                    case SKIPPED -> allDiscarded(context);
                    case SUCCEEDED, PARTIAL, QUEUED, EXPORTING, TRANSFERRING -> null;
                };
        if (!context.ledger().runs().conclude(context.id(), outcome, failure)) {
            services.stopping().check("Run " + context.id());
            return; // a dead letter was replayed just now
        }
        exports.forEach(export -> services.spool().rest(export.manifest().id()));
        LOG.info("Run {} is {}", context.id(), outcome);
    }

    /** A run of its own whose export is gone asks for a new one: it is not over. */
    private static boolean renewing(RunContext context, List<ExportEntry> exports) {
        return context.job().export() != ExportKind.EXISTING
                && exports.stream().allMatch(export -> export.state() == ExportState.LOST);
    }

    /** The deliveries of a failed artifact wait for its replay; all others have to be settled. */
    private static boolean unfinished(List<ExportEntry> exports, List<Delivery> deliveries) {
        Set<String> failed = exports.stream()
                .filter(export -> export.state() == ExportState.FAILED)
                .map(export -> export.manifest().id())
                .collect(Collectors.toSet());
        return exports.stream().anyMatch(export -> export.state() == ExportState.TAKEN)
                || deliveries.stream()
                        .anyMatch(delivery -> !delivery.state().settled() && !failed.contains(delivery.exportId()));
    }

    private static RunState outcome(List<ExportEntry> exports, List<Delivery> deliveries) {
        boolean artifactFailed = exports.stream().anyMatch(export -> export.state() == ExportState.FAILED);
        boolean anyDead = deliveries.stream().anyMatch(delivery -> delivery.state() == DeliveryState.DEAD);
        boolean anyDelivered = deliveries.stream().anyMatch(delivery -> delivery.state() == DeliveryState.DELIVERED);
        if (artifactFailed || anyDead) {
            return anyDelivered ? RunState.PARTIAL : RunState.FAILED;
        }
        boolean anyArtifact = exports.stream().anyMatch(export -> export.state() == ExportState.VERIFIED);
        return anyArtifact && !anyDelivered ? RunState.SKIPPED : RunState.SUCCEEDED;
    }

    /** Nothing is dead and nothing arrived: that is no success. */
    private static FinalFailure allDiscarded(RunContext context) {
        return new FinalFailure(
                "discarded",
                "Every delivery of run " + context.id() + " was discarded",
                "Run the job again for a new export: once " + context.job().name());
    }

    private static ExportFailure firstFailure(
            RunContext context, List<ExportEntry> exports, List<Delivery> deliveries) {
        String runId = context.id();
        return exports.stream()
                .filter(export -> export.state() == ExportState.FAILED)
                .findFirst()
                .<ExportFailure>map(export -> new FinalFailure(
                        String.valueOf(export.errorCode()),
                        String.valueOf(export.error()),
                        "Mend the cause, then: dead-letters replay " + runId))
                .orElseGet(() -> noneArrived(context, deliveries));
    }

    private static FinalFailure noneArrived(RunContext context, List<Delivery> deliveries) {
        if (deliveries.stream().anyMatch(delivery -> "deadline".equals(delivery.errorCode()))) {
            return Deadlines.passed("No delivery arrived: one at least", context, null);
        }
        return new FinalFailure(
                "no_destination_reached",
                "No delivery of run " + context.id() + " arrived",
                "See each delivery's reason: show " + context.id() + "; then: dead-letters replay " + context.id());
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
