package io.exportroutes.component.runqueue;

import io.exportroutes.queue.QueueEntry;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.DefaultConsumer;

/** Sends entries of the run queue through the route, once all routes run. */
abstract class EntryConsumer extends DefaultConsumer {
    EntryConsumer(RunQueueEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    /** Has {@link #work} called from now on; all routes run. */
    abstract void begin();

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getEndpoint().getCamelContext().addStartupListener(new OnceRoutesRun(this::begin));
    }

    /** @return false if the route keeps the entry */
    final boolean work(QueueEntry entry) {
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
