package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Spooled;
import io.exportroutes.queue.QueueEntry;
import io.exportroutes.run.DeliveringRuns;
import io.exportroutes.run.OwnedRun;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import io.exportroutes.value.LogFields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code runFailures}: settles a failed run after its route configuration has decided about retries. */
public final class RunFailures {
    private static final Logger LOG = LoggerFactory.getLogger(RunFailures.class);

    private final RunServices services;
    private final FailureReader failures;
    private final DeliveringRuns ends;
    private final RetryLimit limit;

    public RunFailures(RunServices services, FailureReader failures, DeliveringRuns ends) {
        this.services = services;
        this.failures = failures;
        this.ends = ends;
        this.limit = new RetryLimit(services);
    }

    /** Whether there may be another attempt; {@code run} is null if it could not begin. */
    public boolean mayRetry(@Nullable RunContext run, @Nullable Attempts attempts) {
        return limit.allows(run, attempts);
    }

    /** The run's export is gone: a new one is requested, once. */
    public void requestNewExport(RunContext run, QueueEntry entry, @Nullable Attempts attempts, Exception thrown) {
        whileOurs(run, () -> {
            ExportFailure failure = failures.of(thrown);
            if (!renew(services, run, failure)) {
                settle(run, entry, attempts, thrown);
            }
        });
    }

    /** False if the run had its one new export already. */
    static boolean renew(RunServices services, RunContext context, ExportFailure failure) {
        Run run = services.ledger().runs().find(context.id()).orElse(context.run());
        if (run.progress().request().renewals() > 0) {
            return false;
        }
        LOG.warn("Run {}: {} A new export is requested.", context.id(), failure.getMessage());
        context.ledger().runs().renew(context.id(), failure, Spooled.NOWHERE);
        return true;
    }

    /**
     * No attempt is left, or none would help: the run is settled with its reason, or by the last of its deliveries. Where the
     * program is about to stop, it stays as it is for the next start.
     *
     * @param run null if it could not begin
     */
    public void settle(@Nullable RunContext run, QueueEntry entry, @Nullable Attempts attempts, Exception thrown) {
        whileOurs(run, () -> {
            ExportFailure failure = failures.outcome(thrown, run, attempts, "run " + entry.runId());
            if (failure instanceof PermanentFailure || !services.stopping().requested()) {
                settle(run, entry, failure);
            }
        });
    }

    /** A failure handler must not fail: a worker that lost the run has nothing more to write about it. */
    static void whileOurs(@Nullable RunContext run, Runnable work) {
        if (run != null && run.ownedRun().lost() != null) {
            return;
        }
        try {
            work.run();
        } catch (TakenOverFailure e) {
            LOG.debug("Left to the run's new owner: {}", e.getMessage()); // already logged where it was detected
        }
    }

    private void settle(@Nullable RunContext context, QueueEntry entry, ExportFailure failure) {
        if (context != null && services.inFlight().has(context.id())) {
            LOG.warn("Run {} is settled once its deliveries are: {}", context.id(), failure.getMessage());
            ends.leave(context, entry);
            return;
        }
        String runId = entry.runId();
        OwnedRun ownedRun = context == null ? services.begin(entry) : context.ownedRun();
        if (ownedRun.ledger().runs().revertReplay(runId, failure)) {
            LOG.error("Run {} stays as it was: {} {}", runId, failure.getMessage(), failure.hint());
            return;
        }
        boolean arrived = services.ledger().summaries().tally(runId).count(DeliveryState.DELIVERED) > 0;
        RunState state = arrived ? RunState.PARTIAL : RunState.FAILED;
        ownedRun.ledger().runs().settle(runId, state, failure);
        services.outcomes().settled(state);
        LOG.atError()
                .addKeyValue(LogFields.REQUEST, failure.requestId())
                .log("Run {} is {}: {} {}", runId, state, failure.getMessage(), failure.hint());
    }
}
