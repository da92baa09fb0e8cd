package io.exportroutes.route;

import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.ClaimedLedger;
import io.exportroutes.ledger.Run;
import java.time.Clock;
import org.apache.camel.Exchange;

/**
 * The run that an exchange works on, carried as the exchange property {@code run} so that it never leaks into a header.
 *
 * @param deadline when the run fails
 * @param hold what makes the run ours
 */
public record RunContext(Run run, JobConfig job, Deadline deadline, Hold hold) {
    static final String PROPERTY = "run";
    /** The exchange property with the queue's entry, there also where the ledger could not yet be asked about the run. */
    static final String HAND_OUT = "handOut";

    /** The run's id. */
    public String id() {
        return run.id();
    }

    /** The ledger for everything that is written about the run. */
    ClaimedLedger ledger() {
        return hold.ledger();
    }

    /** Whether there is any sense in going on, looked at while waiting: throws where not. */
    void check(Clock clock, String what) {
        hold.check();
        if (deadline.isPassed(clock)) {
            throw Deadlines.passed("The " + what, this, null);
        }
    }

    static RunContext of(Exchange exchange) {
        RunContext context = exchange.getProperty(PROPERTY, RunContext.class);
        if (context == null) {
            throw new IllegalStateException("No run on this exchange: a route was entered out of order");
        }
        return context;
    }
}
