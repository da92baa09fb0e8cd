package io.exportroutes.route;

import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.run.Deadlines;
import io.exportroutes.run.RunServices;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Bean {@code nextAttempt}: counts a delivery's next attempt in the ledger before it is made. */
public final class RetryRecorder implements Processor {
    private final RunServices services;
    private final FailureReader failures;

    public RetryRecorder(RunServices services, FailureReader failures) {
        this.services = services;
        this.failures = failures;
    }

    @Override
    public void process(Exchange exchange) {
        DeliveryOrder order = Objects.requireNonNull(DeliveryOrder.in(exchange), DeliveryOrder.VARIABLE);
        if (order.run().ownedRun().lost() != null) {
            stop(exchange, order);
        } else if (order.run().deadline().isPassed(services.clock())) {
            exchange.setRouteStop(true);
            DeadLetterRecorder.record(
                    services, order, Deadlines.passed("Delivery " + order.id(), order.run(), failures.of(exchange)));
        } else {
            sending(exchange, order);
        }
    }

    private void sending(Exchange exchange, DeliveryOrder order) {
        try {
            order.ledger().markSending(order.exportId(), order.destination().name());
        } catch (TakenOverFailure e) {
            stop(exchange, order); // already logged where it was detected
        }
    }

    private void stop(Exchange exchange, DeliveryOrder order) {
        exchange.setRouteStop(true);
        services.inFlight().over(order.ticket());
    }
}
