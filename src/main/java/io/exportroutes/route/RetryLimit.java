package io.exportroutes.route;

import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import org.jspecify.annotations.Nullable;

/** Limits the short retries of runs, artifacts and deliveries. */
final class RetryLimit {
    private final RunServices services;

    RetryLimit(RunServices services) {
        this.services = services;
    }

    /**
     * Whether there may be another attempt: attempts are left, the deadline has not passed, the run is still ours, and the
     * program is not about to stop.
     *
     * @param run null if it has not begun
     */
    boolean allows(@Nullable RunContext run, @Nullable Attempts attempts) {
        return Attempts.orNone(attempts).count()
                        < services.config().service().retry().attempts()
                && !services.stopping().requested()
                && (run == null
                        || (run.ownedRun().lost() == null && !run.deadline().isPassed(services.clock())));
    }
}
