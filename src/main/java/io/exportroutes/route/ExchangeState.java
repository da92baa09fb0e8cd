package io.exportroutes.route;

import io.exportroutes.api.CallLimit;
import io.exportroutes.listing.Listing;
import io.exportroutes.queue.QueueEntry;
import io.exportroutes.run.RunContext;
import org.apache.camel.Exchange;

/** What the routes carry from step to step: exchange properties, so that nothing of it leaks into a header. */
public final class ExchangeState {
    /** The {@link RunContext}; the API Kamelets know it as a {@link CallLimit}. */
    static final String RUN = CallLimit.PROPERTY;

    /** The entry of the run queue, there also where the ledger could not yet be asked about the run. */
    public static final String QUEUE_ENTRY = "handOut";

    static final String LISTING = "listing";

    private ExchangeState() {}

    /** Names the run for the steps that follow: as the variable {@code run}, and for beans that read the exchange. */
    static void begin(Exchange exchange, RunContext run) {
        exchange.setVariable("run", run);
        exchange.setProperty(RUN, run);
    }

    /** As {@link #begin}, for the entry of the queue: the variable {@code entry}. */
    static void take(Exchange exchange, QueueEntry entry) {
        exchange.setVariable("entry", entry);
        exchange.setProperty(QUEUE_ENTRY, entry);
    }

    public static RunContext run(Exchange exchange) {
        RunContext context = exchange.getProperty(RUN, RunContext.class);
        if (context == null) {
            throw new IllegalStateException("No run on this exchange: a route was entered out of order");
        }
        return context;
    }

    public static Listing listing(Exchange exchange) {
        Listing listing = exchange.getProperty(LISTING, Listing.class);
        if (listing == null) {
            throw new IllegalStateException("No listing was started on this exchange");
        }
        return listing;
    }
}
