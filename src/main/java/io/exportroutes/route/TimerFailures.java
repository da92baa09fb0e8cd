package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code timerFailures}: logs the failure of a route that a timer starts. */
public final class TimerFailures {
    private static final Logger LOG = LoggerFactory.getLogger(TimerFailures.class);

    private final FailureReader failures;

    public TimerFailures(FailureReader failures) {
        this.failures = failures;
    }

    /** One line: housekeeping catches up on an unrecorded due time, and every other route fires again. */
    public void report(String route, Exception thrown) {
        ExportFailure failure = failures.of(thrown);
        LOG.error(
                "Route {} failed ({}): {} {} Its next firing makes up for it.",
                route,
                failure.code(),
                failure.getMessage(),
                failure.hint());
    }
}
