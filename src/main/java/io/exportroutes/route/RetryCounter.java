package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * How often the work of an exchange failed, as an exchange property. Camel counts in a message header, which any Kamelet
 * may remove: the step would then be tried for ever.
 */
final class RetryCounter {
    private static final String PROPERTY = "failedTries";
    private static final String LAST = "lastFailure";

    private RetryCounter() {}

    /** New work begins on this exchange, or its last step went well. */
    static void reset(Exchange exchange) {
        exchange.removeProperty(PROPERTY);
        exchange.removeProperty(LAST);
    }

    /** A try failed; one that another call's wait is to blame for uses none up. */
    static void failed(Exchange exchange, ExportFailure failure) {
        if (!failure.is(FailureCode.SLOWED_DOWN)) {
            exchange.setProperty(PROPERTY, count(exchange) + 1);
        }
        if (failure instanceof TransientFailure) {
            exchange.setProperty(LAST, failure);
        }
    }

    /** What the last of them failed by, where it might have passed; null without one. */
    static @Nullable ExportFailure last(Exchange exchange) {
        return exchange.getProperty(LAST, ExportFailure.class);
    }

    static int count(Exchange exchange) {
        return exchange.getProperty(PROPERTY, 0, Integer.class);
    }
}
