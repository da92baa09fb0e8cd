package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.run.RunServices;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code enqueueFailures}: runs that could not be recorded. */
public final class EnqueueFailures {
    private static final Logger LOG = LoggerFactory.getLogger(EnqueueFailures.class);

    private final RetryLimit limit;
    private final FailureReader failures;

    public EnqueueFailures(RunServices services, FailureReader failures) {
        this.limit = new RetryLimit(services);
        this.failures = failures;
    }

    /** Whether recording the runs is retried. */
    public boolean mayRetry(@Nullable Attempts attempts) {
        return limit.allows(null, attempts);
    }

    /** @throws ExportFailure the failure itself: the ledger has no run that could keep it, so the caller gets it */
    public void tell(Exception thrown) {
        ExportFailure failure = failures.of(thrown);
        LOG.error("Not all runs that were due could be queued: {} {}", failure.getMessage(), failure.hint());
        throw failure;
    }
}
