package io.exportroutes.route;

import io.exportroutes.config.Durations;
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

/** How a run ends, by what the ledger knows of its exports and deliveries. */
final class RunSettlement {
    private static final Logger LOG = LoggerFactory.getLogger(RunSettlement.class);

    private final Services services;

    RunSettlement(Services services) {
        this.services = services;
    }

    /**
     * Writes how the run ended, if it did.
     *
     * @return false where it did not: a new export has to be asked for, a delivery is still to be made, or the program stops
     * @throws io.exportroutes.failure.TakenOverFailure where the run is in other hands
     */
    boolean settle(RunContext context) {
        outOfTime(context);
        List<ExportEntry> exports = services.ledger().exports().ofRun(context.id());
        List<Delivery> deliveries = services.ledger().deliveries().ofRun(context.id());
        if (renewing(context, exports) || unfinished(exports, deliveries)) {
            return false;
        }
        RunState outcome = outcome(exports, deliveries);
        ExportFailure failure =
                switch (outcome) {
                    case FAILED -> firstFailure(context, exports, deliveries);
                    case SKIPPED -> allDiscarded(context);
                    case SUCCEEDED, PARTIAL, QUEUED, EXPORTING, TRANSFERRING -> null;
                };
        if (!context.ledger().runs().conclude(context.id(), outcome, failure)) {
            return false; // a dead letter was replayed just now
        }
        exports.forEach(export -> services.spool().rest(export.manifest().id()));
        LOG.info("Run {} is {}", context.id(), outcome);
        return true;
    }

    /** In one line, however many there are. */
    private void outOfTime(RunContext context) {
        if (!context.deadline().isPassed(services.clock())) {
            return;
        }
        context.ledger().exports().outOfTime(context.id(), Deadlines.passed("The download", context, null));
        long exports = services.ledger().exports().ofRun(context.id()).stream()
                .filter(export -> Deadlines.CODE.equals(export.errorCode()))
                .count();
        if (exports > 0) {
            LOG.error(
                    "Run {}: {} of its exports were not downloaded when its deadline passed ({}); they are dead letters."
                            + " Raise the job's deadline, then: dead-letters replay {}",
                    context.id(),
                    exports,
                    Durations.print(context.job().deadline()),
                    context.id());
        }
    }

    /** Whether a delivery of a verified export of the run is still to be made. */
    boolean hasOpen(RunContext context) {
        return services.ledger().runs().isOpen(context.id());
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
}
