package io.exportroutes.route;

import io.exportroutes.run.ShutdownSignal;
import java.util.Comparator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.seda.BlockingQueueFactory;
import org.jspecify.annotations.Nullable;

/**
 * Bean {@code deliveryQueues}: the queue of a destination, in which fresh runs come before replays.
 * It has no bound itself; {@link io.exportroutes.run.DeliveriesInFlight} limits it, so that no thread waits for a full queue.
 */
public final class DeliveryQueues implements BlockingQueueFactory<Exchange> {
    private static final Comparator<Exchange> ORDER =
            Comparator.comparing(DeliveryQueues::isReplay).thenComparing(Exchange::getCreated);
    /** How long a consumer sleeps at an empty queue while the program stops: Camel waits for each queue in turn. */
    private static final long STOPPING_MILLISECONDS = 10;

    private final ShutdownSignal stopping;

    public DeliveryQueues(ShutdownSignal stopping) {
        this.stopping = stopping;
    }

    @Override
    public BlockingQueue<Exchange> create() {
        return create(1);
    }

    @Override
    public BlockingQueue<Exchange> create(int capacity) {
        return new DeliveryQueue(Math.max(1, Math.min(capacity, 16)), stopping);
    }

    private static boolean isReplay(Exchange exchange) {
        DeliveryMessage message = exchange.getMessage().getBody(DeliveryMessage.class);
        return message != null && message.run().run().progress().history().replayedAt() != null;
    }

    private static final class DeliveryQueue extends PriorityBlockingQueue<Exchange> {
        private static final long serialVersionUID = 1;

        private final transient ShutdownSignal stopping;

        DeliveryQueue(int capacity, ShutdownSignal stopping) {
            super(capacity, ORDER);
            this.stopping = stopping;
        }

        @Override
        public @Nullable Exchange poll(long timeout, TimeUnit unit) throws InterruptedException {
            return stopping.requested()
                    ? super.poll(STOPPING_MILLISECONDS, TimeUnit.MILLISECONDS)
                    : super.poll(timeout, unit);
        }
    }
}
