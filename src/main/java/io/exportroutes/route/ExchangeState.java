package io.exportroutes.route;

import io.exportroutes.api.CallLimit;
import io.exportroutes.run.RunContext;
import org.apache.camel.Exchange;

/** What the routes carry from step to step: exchange properties, so that nothing of it leaks into a header. */
public final class ExchangeState {
    /** The {@link RunContext}; the API Kamelets know it as a {@link CallLimit}. */
    static final String RUN = CallLimit.PROPERTY;

    /** The entry of the run queue, there also where the ledger could not yet be asked about the run. */
    public static final String QUEUE_ENTRY = "handOut";

    private ExchangeState() {}

    public static RunContext run(Exchange exchange) {
        RunContext context = exchange.getProperty(RUN, RunContext.class);
        if (context == null) {
            throw new IllegalStateException("No run on this exchange: a route was entered out of order");
        }
        return context;
    }
}
