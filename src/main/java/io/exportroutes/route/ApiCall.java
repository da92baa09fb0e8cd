package io.exportroutes.route;

import io.exportroutes.api.ApiGate;
import io.exportroutes.failure.ExportFailure;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * One call while it runs, kept on the exchange. The message as it came comes back where the call fails: a retry begins with
 * it, the error handler counts its tries in its headers, and a dead letter is what the caller sent.
 */
final class ApiCall {
    private static final String PROPERTY = "ExportRoutesCall";

    private final String name;
    private final Message original;
    private boolean answered;
    private ApiGate.@Nullable Passage passage;

    private ApiCall(String name, Message original) {
        this.name = name;
        this.original = original;
    }

    /** @param name for messages: {@code list-exports of crm} */
    static void begin(Exchange exchange, String name) {
        exchange.setProperty(PROPERTY, new ApiCall(name, exchange.getMessage().copy()));
    }

    static ApiCall of(Exchange exchange) {
        ApiCall call = exchange.getProperty(PROPERTY, ApiCall.class);
        if (call == null) {
            throw new IllegalStateException("No call was begun on this exchange");
        }
        return call;
    }

    String name() {
        return name;
    }

    /** Waits until the API may be asked. */
    void enter(ApiGate gate, Runnable check) {
        passage = gate.call(name, check);
    }

    /** What a refusal means, for this call and for those that wait. */
    ExportFailure judged(int status, ExportFailure failure) {
        return passage == null ? failure : passage.judged(status, failure);
    }

    void answered() {
        answered = true;
    }

    /** Ends the call, if one was begun. */
    static void end(Exchange exchange) {
        Object ended = exchange.removeProperty(PROPERTY);
        exchange.removeProperty(Exchange.SKIP_GZIP_ENCODING);
        if (ended instanceof ApiCall call) {
            call.leave(exchange);
        }
    }

    private void leave(Exchange exchange) {
        if (passage != null) {
            passage.close();
        }
        if (!answered) {
            exchange.setMessage(original);
        }
    }
}
