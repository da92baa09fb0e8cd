package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.run.Outcomes.DeliveryEnd;
import io.exportroutes.run.RunServices;
import io.exportroutes.spool.SpoolFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records a delivery as a dead letter, in the thread that was delivering it. */
final class DeadLetterRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterRecorder.class);

    private DeadLetterRecorder() {}

    /**
     * Records and logs the dead letter and ends the delivery, even if the ledger cannot be written. If a deadline ended it before
     * its artifact was verified, its destination did not fail: the delivery waits for the artifact.
     */
    static void record(RunServices services, DeliveryOrder order, ExportFailure failure) {
        try {
            if (failure.is(FailureCode.DEADLINE) && order.artifact().file().state() != SpoolFile.State.WHOLE) {
                order.ledger().putBack(order.exportId(), order.destination().name());
                return;
            }
            order.ledger().markDead(order.exportId(), order.destination().name(), failure);
            services.outcomes().ended(DeliveryEnd.DEAD, 1);
            LOG.error(
                    "Run {}: delivery {} is a dead letter: {} {}",
                    order.run().id(),
                    order.id(),
                    failure.getMessage(),
                    failure.hint());
        } catch (TakenOverFailure e) {
            LOG.debug("Delivery {} is left to the run's new owner", order.id());
        } catch (PermanentFailure e) {
            if (!e.is(FailureCode.LEDGER_TRANSITION)) {
                throw e;
            }
            LOG.debug("Delivery {} is settled already: {}", order.id(), e.getMessage());
        } finally {
            services.inFlight().over(order.ticket());
        }
    }
}
