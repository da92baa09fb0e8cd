package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.run.RunServices;
import io.exportroutes.spool.SpoolFile;
import java.io.IOException;
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
