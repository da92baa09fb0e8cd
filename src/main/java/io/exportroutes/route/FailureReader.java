package io.exportroutes.route;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.Redactor;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.run.Deadlines;
import io.exportroutes.run.RunContext;
import io.exportroutes.value.Durations;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Converts any exception to an {@link ExportFailure}, with every secret of the configuration masked. */
public final class FailureReader {
    private final Redactor redactor;
    private final Duration longestRetryAfter;
    private final Clock clock;

    /** @param clock for deadlines */
    public FailureReader(ExportsConfig config, Redactor redactor, Clock clock) {
        this.clock = clock;
        this.redactor = redactor;
        this.longestRetryAfter = config.service().retry().maxDelay().multipliedBy(10);
    }

    /** As {@link #of(Throwable)}, of what the exchange failed by. */
    ExportFailure of(Exchange exchange) {
        Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        return of(caught != null ? caught : exchange.getException());
    }

    /** The failure that it is, or that caused it. */
    public ExportFailure of(@Nullable Throwable caught) {
        // Camel wraps an Error, and its own message does not name it
        Throwable thrown =
                caught instanceof CamelExecutionException && caught.getCause() instanceof Error error ? error : caught;
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

    /**
     * As {@link #of(Throwable)}, for the end of the work: after the run's deadline a transient failure is reported as the
     * deadline, because there was no time for a retry.
     *
     * @param run null if it has not begun
     * @param subject what failed, such as {@code run r1}
     */
    ExportFailure outcome(Throwable thrown, @Nullable RunContext run, @Nullable Attempts attempts, String subject) {
        ExportFailure failure = of(thrown);
        boolean cut = run != null
                && failure instanceof TransientFailure
                && run.deadline().isPassed(clock);
        ExportFailure last = cut ? failure : Attempts.orNone(attempts).last();
        boolean passed = cut || (failure.is(FailureCode.DEADLINE) && last != null);
        return run != null && passed ? Deadlines.passed("The " + subject, run, last) : failure;
    }

    /** How long the server asked us to wait, at most ten times the longest delay of our own; null if it did not. */
    @Nullable
    Duration retryAfter(ExportFailure failure) {
        Duration asked = failure instanceof TransientFailure passing ? passing.retryAfter() : null;
        return asked == null ? null : Durations.shorter(asked, longestRetryAfter);
    }
}
