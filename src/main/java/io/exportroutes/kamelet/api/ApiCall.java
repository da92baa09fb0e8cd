package io.exportroutes.kamelet.api;

import io.exportroutes.api.ApiGate;
import io.exportroutes.api.ApiTraffic;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.value.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * One call while it runs, kept on the exchange. If the call fails, the caller's message is restored: a retry begins with
 * it, the error handler counts its attempts in its headers, and a dead letter is the message that the caller sent.
 */
final class ApiCall {
    private static final String PROPERTY = "ExportRoutesCall";
    /** Camel's HTTP producer works on the thread of the exchange, and hands the exchange to nobody. */
    private static final ThreadLocal<@Nullable ApiCall> CURRENT = new ThreadLocal<>();

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final String name;
    private final Message original;
    private boolean answered;
    private ApiGate.@Nullable Passage passage;
    private Supplier<Duration> left = () -> FOR_EVER;
    private @Nullable Future<?> alarm;

    private ApiCall(String name, Message original) {
        this.name = name;
        this.original = original;
    }

    /** @param name for messages: {@code list-exports of crm} */
    static void begin(Exchange exchange, String name) {
        ApiCall call = new ApiCall(name, exchange.getMessage().copy());
        exchange.setProperty(PROPERTY, call);
        CURRENT.set(call);
    }

    /** The one that this thread makes. */
    static Optional<ApiCall> current() {
        return Optional.ofNullable(CURRENT.get());
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

    /** Sets a further limit to the call's time. */
    void endsWithin(Supplier<Duration> timeLeft) {
        left = timeLeft;
    }

    /** The limit, or the time that is left to the call where that is shorter; never negative. */
    Duration atMost(Duration limit) {
        Duration remaining = left.get();
        Duration least = Durations.shorter(remaining, limit);
        return least.isNegative() ? Duration.ZERO : least;
    }

    /** Has the rest of the reply cut off by this, unless the call is over before. */
    void alarm(Future<?> cutOff) {
        alarm = cutOff;
    }

    /** Handles a refusal, for this call and for those that wait. */
    ExportFailure judged(int status, ExportFailure failure) {
        return passage == null ? failure : passage.judged(status, failure);
    }

    /** Has the request counted, where the application counts them. */
    void count(Consumer<ApiTraffic> request) {
        if (passage != null) {
            request.accept(passage.traffic());
        }
    }

    void answered() {
        answered = true;
    }

    /** Ends the call, if one was begun. */
    static void end(Exchange exchange) {
        Object ended = exchange.removeProperty(PROPERTY);
        exchange.removeProperty(Exchange.SKIP_GZIP_ENCODING);
        CURRENT.remove();
        if (ended instanceof ApiCall call) {
            call.leave(exchange);
        }
    }

    private void leave(Exchange exchange) {
        if (alarm != null) {
            alarm.cancel(false);
        }
        if (passage != null) {
            passage.close();
        }
        if (!answered) {
            exchange.setMessage(original);
        }
    }
}
