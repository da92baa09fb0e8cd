package io.exportroutes.run;

import io.exportroutes.config.ExportKind;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.RunHistory;
import io.exportroutes.ledger.RunTally;
import io.exportroutes.run.Outcomes.DeliveryEnd;
import io.exportroutes.value.Durations;
import io.exportroutes.value.LogFields;
import java.util.EnumSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles a run by the state of its exports and deliveries in the ledger. */
final class RunSettlement {
    private static final Logger LOG = LoggerFactory.getLogger(RunSettlement.class);

    private final RunServices services;

    RunSettlement(RunServices services) {
        this.services = services;
    }

    /**
     * Writes how the run ended, if it did.
     *
     * @return false if it did not: a new export has to be requested, a delivery is open, or the program stops
     * @throws io.exportroutes.failure.TakenOverFailure if another worker owns the run
     */
    boolean settle(RunContext context) {
        try (LogFields fields = LogFields.ofRun(context.run().job(), context.id())) {
            return end(context);
        }
    }

    private boolean end(RunContext context) {
        outOfTime(context);
        boolean sweep = context.job().request().kind() == ExportKind.EXISTING;
        RunTally tally = services.ledger().summaries().tally(context.id());
        RunOutcome outcome = new RunOutcome(context.id(), context.job().name(), sweep, tally);
        if (sweep
                && isInOtherHands(context, tally)
                && context.ledger().runs().revertReplay(context.id(), nothingLeft(context))) {
            return true;
        }
        if (!outcome.isOver() || !context.ledger().runs().conclude(context.id(), outcome.state(), outcome.failure())) {
            return false; // not over, or a dead letter was replayed just now
        }
        services.outcomes().settled(outcome.state());
        services.ledger()
                .summaries()
                .ids(context.id(), EnumSet.allOf(ExportState.class))
                .forEach(services.spool()::rest);
        LOG.info(
                "Run {} of job {} is {}: {} exports",
                context.id(),
                context.run().job(),
                outcome.state(),
                tally.total());
        return true;
    }

    /** A replayed sweep whose exports another sweep took meanwhile delivered nothing: it keeps its former result. */
    private boolean isInOtherHands(RunContext context, RunTally tally) {
        RunHistory history = context.run().progress().history();
        return tally.total() == 0 && history.listedAt() != null && history.replayedFrom() != null;
    }

    private static PermanentFailure nothingLeft(RunContext context) {
        return new PermanentFailure(
                FailureCode.NOTHING_LEFT,
                "Other runs have taken the exports of run " + context.id(),
                "Discard it: dead-letters discard " + context.id());
    }

    /** Logs one line for all deliveries, and one for all exports. */
    private void outOfTime(RunContext context) {
        if (!context.deadline().isPassed(services.clock())) {
            return;
        }
        context.ledger().exports().failUnfinished(context.id(), Deadlines.passed("The download", context, null));
        int deliveries = context.ledger()
                .deliveries()
                .failUnfinished(context.id(), Deadlines.passed("The delivery", context, null));
        services.outcomes().ended(DeliveryEnd.DEAD, deliveries);
        if (deliveries > 0) {
            LOG.error(
                    "Run {}: {} of its deliveries had not begun when its deadline passed ({}); they are dead letters",
                    context.id(),
                    deliveries,
                    Durations.print(context.job().limits().deadline()));
        }
        long exports = services.ledger().summaries().withError(context.id(), FailureCode.DEADLINE);
        if (exports > 0) {
            LOG.error(
                    "Run {}: {} of its exports were not downloaded when its deadline passed ({}); they are dead letters."
                            + " Raise the job's deadline, then: dead-letters replay {}",
                    context.id(),
                    exports,
                    Durations.print(context.job().limits().deadline()),
                    context.id());
        }
    }

    /** Whether the ledger has the run as settled. */
    boolean isSettled(RunContext context) {
        return services.ledger()
                .runs()
                .find(context.id())
                .filter(run -> run.state().settled())
                .isPresent();
    }

    /** Whether a delivery of a verified export of the run is still to be made. */
    boolean hasOpen(RunContext context) {
        return services.ledger().runs().isOpen(context.id());
    }
}
