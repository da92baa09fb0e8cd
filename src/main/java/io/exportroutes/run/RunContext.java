package io.exportroutes.run;

import io.exportroutes.api.CallLimit;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.ClaimedLedger;
import io.exportroutes.ledger.Run;
import java.time.Clock;
import java.time.Duration;

/**
 * The run that an exchange works on.
 *
 * @param deadline when the run fails
 * @param ownedRun the claim under which this process works on it
 */
public record RunContext(Run run, JobConfig job, Deadline deadline, OwnedRun ownedRun) implements CallLimit {
    /** The run's id. */
    public String id() {
        return run.id();
    }

    /** The ledger for everything that is written about the run. */
    public ClaimedLedger ledger() {
        return ownedRun.ledger();
    }

    /** Throws if the run is lost or its deadline has passed; asked during each wait. */
    @Override
    public void check(Clock clock, String what) {
        ownedRun.check();
        if (deadline.isPassed(clock)) {
            throw Deadlines.passed("The " + what, this, null);
        }
    }

    @Override
    public Duration left(Clock clock) {
        return deadline.left(clock);
    }
}
