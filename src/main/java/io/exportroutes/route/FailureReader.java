package io.exportroutes.route;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.Redactor;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import java.time.Duration;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Reads the failure off an exchange, whatever was thrown, with every secret of the configuration masked. */
public final class FailureReader {
    private final Redactor redactor;
    private final Duration longestRetryAfter;

    public FailureReader(ExportsConfig config, Redactor redactor) {
        this.redactor = redactor;
        this.longestRetryAfter = config.retry().maxDelay().multipliedBy(10);
    }

    ExportFailure of(Exchange exchange) {
        Throwable thrown = thrown(exchange);
        ExportFailure known = ExportFailure.in(thrown);
        if (known != null) {
            return known;
        }
        String what =
                thrown == null ? "an unknown failure" : thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
        return new TransientFailure(
                FailureCode.UNEXPECTED,
                redactor.redact(what),
                "See the log around this time; if the destination is of a type of your own, its Kamelet raised this.");
    }

    private static @Nullable Throwable thrown(Exchange exchange) {
        Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Throwable thrown = caught != null ? caught : exchange.getException();
        // Camel wraps what is no exception, and its own message does not say what that was
        return thrown instanceof CamelExecutionException && thrown.getCause() instanceof Error error ? error : thrown;
    }

    /** How long the server asked us to wait, at most ten times the longest delay of our own; null where it did not. */
    @Nullable
    Duration retryAfter(ExportFailure failure) {
        Duration asked = failure instanceof TransientFailure passing ? passing.retryAfter() : null;
        return asked != null && asked.compareTo(longestRetryAfter) > 0 ? longestRetryAfter : asked;
    }
}
