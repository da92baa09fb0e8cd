package io.exportroutes.component.runqueue;

import io.exportroutes.queue.QueueEntry;
import io.exportroutes.queue.RunQueue;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.DefaultConsumer;

/** Sends each {@link QueueEntry} through the route, in the thread of a worker of the queue. */
final class RunQueueConsumer extends DefaultConsumer {
    /** Until the routes that are under way are interrupted. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(5);

    private final RunQueue queue;
    private final int workers;

    RunQueueConsumer(RunQueueEndpoint endpoint, Processor processor, RunQueue queue) {
        super(endpoint, processor);
        this.queue = queue;
        this.workers = endpoint.getWorkers();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getEndpoint().getCamelContext().addStartupListener(new OnceRoutesRun(() -> queue.start(this::work, workers)));
    }

    @Override
    protected void doStop() throws Exception {
        queue.stop(GRACE_PERIOD);
        super.doStop();
    }

    /** @return false if the route keeps the entry */
    private boolean work(QueueEntry entry) {
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(entry);
            getProcessor().process(exchange);
            Exception failure = exchange.getException();
            if (failure != null) {
                throw failure;
            }
            return !exchange.getMessage().getHeader(RunQueueConstants.ENTRY_KEPT, false, Boolean.class);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
