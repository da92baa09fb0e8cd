package io.exportroutes.route;

import java.util.Comparator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import org.apache.camel.Exchange;
import org.apache.camel.component.seda.BlockingQueueFactory;

/**
 * Bean {@code deliveryQueues}: the queue of a destination, where the deliveries of replays stand behind those of fresh runs.
 * It takes whatever comes; {@link InFlight} bounds it, so that nobody waits in front of a full one.
 */
public final class DeliveryQueues implements BlockingQueueFactory<Exchange> {
    private static final Comparator<Exchange> ORDER =
            Comparator.comparing(DeliveryQueues::isReplay).thenComparing(Exchange::getCreated);

    @Override
    public BlockingQueue<Exchange> create() {
        return create(1);
    }

    @Override
    public BlockingQueue<Exchange> create(int capacity) {
        return new PriorityBlockingQueue<>(Math.max(1, Math.min(capacity, 16)), ORDER);
    }

    private static boolean isReplay(Exchange exchange) {
        DeliveryOrder order = exchange.getMessage().getBody(DeliveryOrder.class);
        return order != null && order.run().run().history().replayedAt() != null;
    }
}
