package io.exportroutes.route;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Bean {@code tryAgain}: counts a delivery's next try in the ledger before it is made. */
public final class TryAgain implements Processor {
    private final Services services;

    public TryAgain(Services services) {
        this.services = services;
    }

    @Override
    public void process(Exchange exchange) {
        DeliveryOrder order = DeliveryOrder.in(exchange);
        if (order == null) {
            return;
        }
        if (Deadlines.isPassed(order.run(), services.clock())) {
            exchange.setRouteStop(true); // whoever waits for the run's deliveries makes it a dead letter
        } else {
            services.ledger()
                    .deliveries()
                    .sending(order.exportId(), order.destination().name());
        }
    }
}
