package io.exportroutes.route;

import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import org.jspecify.annotations.Nullable;

/** How long the short retries of every subject go on. */
final class RetryLimit {
    private final RunServices services;

    RetryLimit(RunServices services) {
        this.services = services;
    }

    /**
     * Whether there may be another attempt: not without end, not past the deadline, not for a run that was lost, and not when
     * about to stop.
     *
     * @param run null where it has not begun
     */
    boolean allows(@Nullable RunContext run, @Nullable Attempts attempts) {
        return Attempts.orNone(attempts).count()
                        < services.config().service().retry().attempts()
                && !services.stopping().requested()
                && (run == null || (run.hold().lost() == null && !run.deadline().isPassed(services.clock())));
    }
}
