package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.run.RunServices;
import io.exportroutes.spool.SpoolFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A delivery that ends as a dead letter, by the thread that had it on its way. */
final class DeadLetterRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterRecorder.class);

    private DeadLetterRecorder() {}

    /**
     * Writes it, says so, and ends the delivery, also where the ledger cannot be told. Where a deadline ended it before its
     * artifact was verified, nothing was wrong with its destination: it waits for the artifact.
     */
    static void record(RunServices services, DeliveryOrder order, ExportFailure failure) {
        try {
            if (failure.is(FailureCode.DEADLINE) && order.artifact().file().state() != SpoolFile.State.WHOLE) {
                order.ledger().putBack(order.exportId(), order.destination().name());
                return;
            }
            order.ledger().markDead(order.exportId(), order.destination().name(), failure);
            LOG.error(
                    "Run {}: delivery {} is a dead letter: {} {}",
                    order.run().id(),
                    order.id(),
                    failure.getMessage(),
                    failure.hint());
        } catch (TakenOverFailure e) {
            LOG.debug("Delivery {} is left to the run's new owner", order.id());
        } finally {
            services.inFlight().over(order.ticket());
        }
    }
}
