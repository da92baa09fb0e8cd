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
        boolean sweep = context.job().export() == ExportKind.EXISTING;
        RunOutcome outcome = new RunOutcome(
                context.id(),
                context.job().name(),
                sweep,
                exports,
                services.ledger().deliveries().ofRun(context.id()));
        if (!outcome.isOver() || !context.ledger().runs().conclude(context.id(), outcome.state(), outcome.failure())) {
            return false; // not over, or a dead letter was replayed just now
        }
        exports.forEach(export -> services.spool().rest(export.manifest().id()));
        LOG.info("Run {} is {}", context.id(), outcome.state());
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
}
