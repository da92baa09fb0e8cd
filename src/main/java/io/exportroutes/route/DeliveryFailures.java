package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.SourceFailure;
import io.exportroutes.failure.StopRequested;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.run.RunServices;
import io.exportroutes.spool.SpoolFile;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code deliveryFailures}: settles a failed delivery after its route configuration has decided about retries.
 * Whatever the outcome, the delivery is no longer on its way.
 */
public final class DeliveryFailures {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryFailures.class);

    private final RunServices services;
    private final FailureReader failures;
    private final RetryLimit limit;

    public DeliveryFailures(RunServices services, FailureReader failures) {
        this.services = services;
        this.failures = failures;
        this.limit = new RetryLimit(services);
    }

    /** Whether there may be another attempt. */
    public boolean mayRetry(DeliveryOrder order, @Nullable Attempts attempts) {
        return limit.allows(order.run(), attempts);
    }

    /** Waits for the artifact that the delivery was reading; false if it will not come. */
    public boolean sourceMayRecover(DeliveryOrder order) {
        if (services.stopping().requested() || order.run().ownedRun().lost() != null) {
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

    /** The delivery is PENDING again: the next start, or the artifact's next download, finds it there. */
    public void putBack(DeliveryOrder order) {
        whileOurs(order, () -> {
            try {
                order.ledger().putBack(order.exportId(), order.destination().name());
            } finally {
                release(order);
            }
        });
    }

    /** Another worker has the run: the delivery ends here, and nothing is written. */
    public void release(DeliveryOrder order) {
        services.inFlight().over(order.ticket());
    }

    /**
     * No attempt is left, or none would help: kept with its reason, to be replayed or discarded. Where something else settled
     * the delivery meanwhile, as another process's discard or the end of its artifact, that one's reason is kept.
     */
    public void deadLetter(DeliveryOrder order, @Nullable Attempts attempts, Exception thrown) {
        whileOurs(order, () -> {
            String subject = "delivery " + order.id() + " of run " + order.run().id();
            ExportFailure failure = failures.outcome(thrown, order.run(), attempts, subject);
            if (services.stopping().requested() && !(failure instanceof PermanentFailure)) {
                putBack(order);
            } else {
                DeadLetterRecorder.record(services, order, failure);
            }
        });
    }

    /**
     * Decides about a delivery that failed in a batch as the route configuration delivery-failures does about one that failed by
     * itself; nothing is thrown, as others of its batch follow.
     *
     * @return the delivery, to be queued again; empty where it is no longer on its way
     */
    Optional<DeliveryOrder> afterBatch(DeliveryOrder order, @Nullable Exception thrown) {
        try {
            if (thrown instanceof StopRequested) {
                putBack(order);
                return Optional.empty();
            }
            return afterBatch(order, failures.of(thrown));
        } catch (ExportFailure e) {
            LOG.warn("Delivery {} stays as it is in the ledger: {}", order.id(), e.getMessage());
            release(order);
            return Optional.empty();
        }
    }

    private Optional<DeliveryOrder> afterBatch(DeliveryOrder order, ExportFailure failure) {
        boolean lost =
                failure instanceof TakenOverFailure || order.run().ownedRun().lost() != null;
        if (!lost && failure instanceof SourceFailure) {
            return queuedAgain(order); // by itself it waits for its artifact
        }
        if (lost || !isOpen(order, failure)) {
            release(order);
            return Optional.empty();
        }
        LOG.warn(
                "Attempt of delivery {} of run {} failed ({}): {}",
                order.id(),
                order.run().id(),
                failure.code(),
                failure.getMessage());
        DeliveryOrder later = order.after(failure);
        later.waiting().ask(failures.retryAfter(failure));
        Attempts attempts = later.turn().failedInBatch();
        if (!(failure instanceof PermanentFailure) && mayRetry(order, attempts)) {
            return queuedAgain(later);
        }
        deadLetter(order, attempts, failure);
        return Optional.empty();
    }

    /** Records the failed attempt; false where the delivery is settled meanwhile, or another worker has the run. */
    private static boolean isOpen(DeliveryOrder order, ExportFailure failure) {
        try {
            order.ledger()
                    .recordFailedAttempt(order.exportId(), order.destination().name(), failure);
            return true;
        } catch (TakenOverFailure e) {
            return false;
        } catch (ExportFailure e) {
            return !e.is(FailureCode.LEDGER_TRANSITION);
        }
    }

    /** PENDING again, as nobody works on it while it waits; the queue's next turn works also where this could not be written. */
    private Optional<DeliveryOrder> queuedAgain(DeliveryOrder order) {
        try {
            order.ledger().putBack(order.exportId(), order.destination().name());
        } catch (ExportFailure e) {
            LOG.debug("Delivery {} stays SENDING: {}", order.id(), e.getMessage());
        }
        return services.inFlight().queuedAgain(order.ticket()) ? Optional.of(order) : Optional.empty();
    }

    /** A failure handler must not fail: a worker that lost the run has nothing more to write about it. */
    private void whileOurs(DeliveryOrder order, Runnable work) {
        if (order.run().ownedRun().lost() != null) {
            release(order);
            return;
        }
        try {
            work.run();
        } catch (TakenOverFailure e) {
            release(order); // already logged where it was detected
        }
    }
}
