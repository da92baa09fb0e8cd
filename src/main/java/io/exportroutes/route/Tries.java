package io.exportroutes.route;

import org.apache.camel.Exchange;

/**
 * How often the work of an exchange failed, as an exchange property. Camel counts in a message header, which any Kamelet
 * may remove: the step would then be tried for ever.
 */
final class Tries {
    private static final String PROPERTY = "failedTries";

    private Tries() {}

    /** New work begins on this exchange, or its last step went well. */
    static void reset(Exchange exchange) {
        exchange.removeProperty(PROPERTY);
    }

    static void failed(Exchange exchange) {
        exchange.setProperty(PROPERTY, count(exchange) + 1);
    }

    static int count(Exchange exchange) {
        return exchange.getProperty(PROPERTY, 0, Integer.class);
    }
}
