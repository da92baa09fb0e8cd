package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * How often one piece of work failed, as the exchange variable {@code attempts}. Camel counts in a message header, which any
 * Kamelet may remove: the step would then be retried forever. The routes remove the variable where new work begins.
 *
 * @param count failed attempts; a failure caused by another call's wait does not count
 * @param last the last transient failure; null without one
 */
public record Attempts(int count, @Nullable ExportFailure last) {
    static final String VARIABLE = "attempts";

    private static final Attempts NONE = new Attempts(0, null);

    static Attempts of(Exchange exchange) {
        return orNone(exchange.getVariable(VARIABLE, Attempts.class));
    }

    /** @param attempts null if nothing has failed yet */
    static Attempts orNone(@Nullable Attempts attempts) {
        return attempts == null ? NONE : attempts;
    }

    /** These and one more. */
    Attempts and(ExportFailure failure) {
        return new Attempts(
                failure.is(FailureCode.SLOWED_DOWN) ? count : count + 1,
                failure instanceof TransientFailure ? failure : last);
    }
}
