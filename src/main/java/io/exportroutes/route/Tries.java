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

    /** A try failed: tells Camel how many redeliveries there were before. */
    static void failed(Exchange exchange) {
        int before = exchange.getProperty(PROPERTY, 0, Integer.class);
        exchange.setProperty(PROPERTY, before + 1);
        exchange.getMessage().setHeader(Exchange.REDELIVERY_COUNTER, before);
    }
}
