package io.exportroutes.route;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.run.RunContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Deliveries of several small artifacts of one run to one destination: the message body between the routes artifacts and
 * delivery-batch, then the exchange variable {@code batch}. Each order is under way here until it is delivered or has left for
 * the ordinary way. Used by one thread at a time.
 */
public final class DeliveryBatch implements DeliveryMessage {
    static final String VARIABLE = "batch";

    private final RunContext run;
    private final DestinationConfig destination;
    private List<DeliveryOrder> orders;
    private final Map<DeliveryOrder, DeliveredCopy> copies = new LinkedHashMap<>();
    private final List<DeliveryOrder> left = new ArrayList<>();

    DeliveryBatch(List<DeliveryOrder> orders) {
        this.run = orders.get(0).run();
        this.destination = orders.get(0).destination();
        this.orders = List.copyOf(orders);
    }

    @Override
    public RunContext run() {
        return run;
    }

    @Override
    public DestinationConfig destination() {
        return destination;
    }

    /** Those that are still under way here. */
    List<DeliveryOrder> orders() {
        return orders;
    }

    /** Only these are still under way here. */
    void keep(List<DeliveryOrder> kept) {
        orders = List.copyOf(kept);
    }

    /** The copies that the destination confirmed. */
    Map<DeliveryOrder, DeliveredCopy> copies() {
        return copies;
    }

    /** Those that are to go the ordinary way. */
    List<DeliveryOrder> left() {
        return left;
    }

    List<String> exportIds() {
        return orders.stream().map(DeliveryOrder::exportId).toList();
    }
}
