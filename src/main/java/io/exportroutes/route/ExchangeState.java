package io.exportroutes.route;

import io.exportroutes.api.CallLimit;
import io.exportroutes.run.RunContext;
import org.apache.camel.Exchange;

/**
 * What {@link RunLifecycle} sets as exchange properties. The routes hand it on as the variables {@code run} and {@code entry}; the
 * API Kamelets look for the property.
 */
final class ExchangeState {
    /** The {@link RunContext}, as property and as variable; the API Kamelets know it as a {@link CallLimit}. */
    static final String RUN = CallLimit.PROPERTY;

    /** The entry of the run queue, there also where the ledger could not yet be asked about the run. */
    static final String QUEUE_ENTRY = "handOut";

    private ExchangeState() {}

    static RunContext run(Exchange exchange) {
        RunContext context = exchange.getProperty(RUN, RunContext.class);
        if (context == null) {
            throw new IllegalStateException("No run on this exchange: a route was entered out of order");
        }
        return context;
    }
}
