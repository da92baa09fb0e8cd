package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code timerFailures}: a turn of a route that a clock starts, and that failed. */
public final class TimerFailures {
    private static final Logger LOG = LoggerFactory.getLogger(TimerFailures.class);

    private final FailureReader failures;

    public TimerFailures(FailureReader failures) {
        this.failures = failures;
    }

    /** Logs it in one line: housekeeping makes up for a due time that was not recorded, and any other route has its next turn. */
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
