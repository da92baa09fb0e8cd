package io.exportroutes.run;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.spool.Spool;
import java.time.Clock;

/** What the route beans work with. */
public record RunServices(ExportsConfig config, Ledger ledger, Spool spool, Work work, ThisNode thisNode) {
    /**
     * What this process works on now.
     *
     * @param holds its runs
     * @param inFlight its deliveries
     */
    public record Work(OwnedRuns holds, DeliveriesInFlight inFlight) {}

    /**
     * Who does it.
     *
     * @param name the spool is known by it
     */
    public record ThisNode(String name, Clock clock, ShutdownSignal stopping) {}

    public DeliveriesInFlight inFlight() {
        return work.inFlight;
    }

    public ShutdownSignal stopping() {
        return thisNode.stopping;
    }

    public OwnedRuns holds() {
        return work.holds;
    }

    public String node() {
        return thisNode.name;
    }

    public Clock clock() {
        return thisNode.clock;
    }
}
