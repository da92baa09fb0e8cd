package io.exportroutes.route;

import io.exportroutes.config.ExportKind;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.RefusedFailure;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Spooled;
import io.exportroutes.queue.QueueEntry;
import io.exportroutes.run.Deadlines;
import io.exportroutes.run.DeliveringRuns;
import io.exportroutes.run.OwnedRun;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import io.exportroutes.spool.SpoolFile;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code failures}: what becomes of what failed, once the route configuration has decided who retries. */
public final class FailureHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);

    private final RunServices services;
    private final FailureReader failures;
    private final DeliveringRuns ends;
    private final VerifiedBytes bytes;

    public FailureHandler(RunServices services, FailureReader failures, DeliveringRuns ends) {
        this.services = services;
        this.failures = failures;
        this.ends = ends;
        this.bytes = new VerifiedBytes(services);
    }

    /** The program is about to stop: what was under way goes back to where the next start finds it. */
    public void stopped(Exchange exchange) {
        whileOurs(exchange, () -> {
            DeliveryOrder order = DeliveryOrder.in(exchange);
            if (order != null) {
                leave(order);
            }
        });
    }

    /** Another worker has the run: what is under way here ends, and nothing is written. */
    public void takenOver(Exchange exchange) {
        DeliveryOrder order = DeliveryOrder.in(exchange);
        if (order != null) {
            services.inFlight().over(order.ticket());
        }
    }

    /** A failure handler must not fail: whoever lost the run has nothing left to write about it. */
    private void whileOurs(Exchange exchange, Runnable work) {
        if (lost(exchange)) {
            takenOver(exchange);
            return;
        }
        try {
            work.run();
        } catch (TakenOverFailure e) {
            takenOver(exchange); // said where it was noticed
        }
    }

    private static boolean lost(Exchange exchange) {
        RunContext run = run(exchange);
        return run != null && run.hold().lost() != null;
    }

    /** Whether what failed may be tried again: not without end, not past the deadline, and not when about to stop. */
    public boolean mayTryAgain(Exchange exchange) {
        return Attempts.of(exchange).count() < services.config().retry().attempts()
                && !services.stopping().requested()
                && !lost(exchange)
                && !pastDeadline(exchange);
    }

    private boolean pastDeadline(Exchange exchange) {
        RunContext run = run(exchange);
        return run != null && run.deadline().isPassed(services.clock());
    }

    /** The run that failed, or whose delivery did; null before it was taken up. */
    static @Nullable RunContext run(Exchange exchange) {
        DeliveryOrder order = DeliveryOrder.in(exchange);
        return order == null ? exchange.getProperty(ExchangeState.RUN, RunContext.class) : order.run();
    }

    /** Past its deadline, a run's last failure matters less than that there was no time for another try. */
    private ExportFailure outcome(Exchange exchange) {
        ExportFailure failure = failures.of(exchange);
        RunContext run = run(exchange);
        boolean cut = run != null
                && failure instanceof TransientFailure
                && run.deadline().isPassed(services.clock());
        ExportFailure last = cut ? failure : Attempts.of(exchange).last();
        boolean passed = cut || (failure.code().equals("deadline") && last != null);
        String subject = FailedAttemptRecorder.subject(exchange);
        return run != null && passed ? Deadlines.passed("The " + subject, run, last) : failure;
    }

    /** Waits for the artifact that a delivery was reading; false where it will not come. */
    public boolean sourceMayRecover(Exchange exchange) {
        DeliveryOrder order = DeliveryOrder.in(exchange);
        if (order == null || services.stopping().requested() || lost(exchange)) {
            return false;
        }
        try {
            order.artifact().file().awaitVerified();
            return true;
        } catch (IOException e) {
            boolean failed = order.artifact().file().state() == SpoolFile.State.FAILED;
            LOG.debug("Delivery {} waits for its artifact: {}", order.id(), e.getMessage());
            return !failed && !order.run().deadline().isPassed(services.clock());
        }
    }

    /** The artifact will not come: its own failure is written where it happened, the delivery was never tried. */
    public void sourceFailed(Exchange exchange) {
        whileOurs(exchange, () -> leave(DeliveryOrder.of(exchange)));
    }

    private void leave(DeliveryOrder order) {
        try {
            order.run()
                    .ledger()
                    .deliveries()
                    .pending(order.exportId(), order.destination().name());
        } finally {
            services.inFlight().over(order.ticket());
        }
    }

    /** The export is gone: lost for a sweep, asked for anew, once, for a run of its own. */
    public void gone(Exchange exchange) {
        whileOurs(exchange, () -> renew(exchange));
    }

    private void renew(Exchange exchange) {
        ExportFailure failure = failures.of(exchange);
        RunContext context = ExchangeState.run(exchange);
        ArtifactContext work = ArtifactContext.in(exchange);
        if (work != null) {
            work.file().fail(failure);
        }
        if (work != null && (bytes.mayBeElsewhere(work.export()) || delivered(work))) {
            bytes.giveUpTheRest(work.export(), context, failure);
            return;
        }
        if (context.job().export() == ExportKind.EXISTING && work != null) {
            lost(work.export(), context, failure);
            return;
        }
        Run run = services.ledger().runs().find(context.id()).orElse(context.run());
        if (run.renewals() > 0) {
            deadLetter(exchange);
            return;
        }
        LOG.warn("Run {}: {} A new export is asked for.", context.id(), failure.getMessage());
        context.ledger().runs().renewing(context.id(), failure, Spooled.NOWHERE);
        if (work != null) {
            forget(work.export());
        }
    }

    private boolean delivered(ArtifactContext work) {
        return services.ledger().deliveries().ofExport(work.exportId()).stream()
                .anyMatch(delivery -> delivery.state() == DeliveryState.DELIVERED);
    }

    private void lost(ExportEntry export, RunContext context, ExportFailure failure) {
        context.ledger().exports().lost(export.manifest(), export.project(), context.id(), failure, Spooled.NOWHERE);
        forget(export);
        LOG.warn("Run {}: {} is lost: {}", context.id(), export.manifest().id(), failure.getMessage());
    }

    private void forget(ExportEntry export) {
        services.spool().remove(export.manifest().id());
    }

    /** Out of tries, or final from the start: kept with its reason, to be replayed or discarded. */
    public void deadLetter(Exchange exchange) {
        whileOurs(exchange, () -> bury(exchange));
    }

    private void bury(Exchange exchange) {
        ExportFailure failure = outcome(exchange);
        DeliveryOrder order = DeliveryOrder.in(exchange);
        if (services.stopping().requested() && !(failure instanceof PermanentFailure)) {
            stopped(exchange);
            return;
        }
        if (order != null) {
            DeadLetterRecorder.record(services, order, failure);
        } else {
            failedWork(exchange, failure);
        }
    }

    /** @throws ExportFailure the failure itself, where the ledger has no run that could keep it: whoever asked is told */
    private void failedWork(Exchange exchange, ExportFailure failure) {
        QueueEntry handOut = exchange.getProperty(ExchangeState.QUEUE_ENTRY, QueueEntry.class);
        ExportEntry export = exchange.getProperty(ArtifactContext.EXPORT, ExportEntry.class);
        if (export != null) {
            failedArtifact(exchange, export, failure);
        } else if (handOut != null) {
            failedRun(exchange.getProperty(ExchangeState.RUN, RunContext.class), handOut, failure);
        } else {
            LOG.error("A run could not be begun: {} {}", failure.getMessage(), failure.hint());
            throw failure;
        }
    }

    private void failedRun(@Nullable RunContext context, QueueEntry handOut, ExportFailure failure) {
        if (context != null && services.inFlight().has(context.id())) {
            LOG.warn("Run {} is settled once its deliveries are: {}", context.id(), failure.getMessage());
            ends.leave(context, handOut);
            return;
        }
        String runId = handOut.runId();
        OwnedRun hold = context == null ? services.holds().begin(handOut) : context.hold();
        if (hold.ledger().replays().unbegun(runId, failure)) {
            LOG.error("Run {} stays as it was: {} {}", runId, failure.getMessage(), failure.hint());
            return;
        }
        boolean arrived = services.ledger().summaries().tally(runId).count(DeliveryState.DELIVERED) > 0;
        RunState state = arrived ? RunState.PARTIAL : RunState.FAILED;
        hold.ledger().runs().settle(runId, state, failure);
        LOG.error("Run {} is {}: {} {}", runId, state, failure.getMessage(), failure.hint());
    }

    /** The other artifacts of the run are not concerned. */
    private void failedArtifact(Exchange exchange, ExportEntry export, ExportFailure failure) {
        RunContext context = ExchangeState.run(exchange);
        ArtifactContext work = ArtifactContext.in(exchange);
        if (work != null) {
            work.file().fail(failure);
        }
        ArtifactContext.settled(exchange);
        String id = export.manifest().id();
        services.spool().rest(id);
        if (failure instanceof RefusedFailure) {
            LOG.error("Run {}: {} is REFUSED: {} {}", context.id(), id, failure.getMessage(), failure.hint());
            return; // the ledger has it so, and the spool keeps its bytes for a release
        }
        if (failure.code().equals(Deadlines.CODE) && export.state() == ExportState.VERIFIED) {
            return; // there was no time to read its bytes again; they are good, and its deliveries end with the run
        }
        if (bytes.outlast(export, failure) || !context.ledger().exports().failed(id, failure)) {
            bytes.giveUpTheRest(export, context, failure);
        }
        if (failure.code().equals(SpoolSpace.CODE)) {
            forget(export); // others need the space that the unverified part holds
        }
        told(context, id, failure);
    }

    private static void told(RunContext context, String id, ExportFailure failure) {
        if (failure.code().equals(Deadlines.CODE)) {
            // Once for all of them, when the run is settled
            LOG.debug("Run {}: {} is broken off: {}", context.id(), id, failure.getMessage());
        } else {
            LOG.error("Run {}: {} failed: {}", context.id(), id, failure.getMessage());
        }
    }
}
