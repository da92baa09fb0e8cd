package io.exportroutes.component.runqueue;

import io.exportroutes.queue.KeptRuns;
import io.exportroutes.queue.QueueEntry;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.DefaultConsumer;

/** Sends an entry that a route has kept through the route, whenever more can be done of its run. */
final class KeptRunsConsumer extends DefaultConsumer {
    private final KeptRuns kept;

    KeptRunsConsumer(RunQueueEndpoint endpoint, Processor processor, KeptRuns kept) {
        super(endpoint, processor);
        this.kept = kept;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getEndpoint().getCamelContext().addStartupListener(new OnceRoutesRun(() -> kept.workBy(this::work)));
    }

    @Override
    protected void doStop() throws Exception {
        kept.workBy(entry -> {});
        super.doStop();
    }

    private void work(QueueEntry entry) {
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(entry);
            getProcessor().process(exchange);
            Exception failure = exchange.getException();
            if (failure != null) {
                throw failure;
            }
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
