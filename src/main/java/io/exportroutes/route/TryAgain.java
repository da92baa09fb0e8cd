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
        if (order != null) {
            services.ledger()
                    .deliveries()
                    .sending(order.exportId(), order.destination().name());
        }
    }
}
