package io.exportroutes.route;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.run.DeliveriesInFlight;
import io.exportroutes.run.RunContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One delivery on its way: the message body between fan-out and deliver, then the exchange property {@code order}.
 *
 * @param ticket what it is known by while it is on its way
 */
public record DeliveryOrder(
        RunContext run,
        ArtifactContext artifact,
        DestinationConfig destination,
        String key,
        DeliveriesInFlight.Ticket ticket) {
    static final String PROPERTY = "order";

    public String exportId() {
        return artifact.exportId();
    }

    public String id() {
        return exportId() + "@" + destination.name();
    }

    static DeliveryOrder of(Exchange exchange) {
        DeliveryOrder order = in(exchange);
        if (order == null) {
            throw new IllegalStateException("No delivery on this exchange: a route was entered out of order");
        }
        return order;
    }

    static @Nullable DeliveryOrder in(Exchange exchange) {
        return exchange.getProperty(PROPERTY, DeliveryOrder.class);
    }
}
