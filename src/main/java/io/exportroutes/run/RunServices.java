package io.exportroutes.run;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.spool.Spool;
import java.time.Clock;

/** The services of the route beans. */
public record RunServices(ExportsConfig config, Ledger ledger, Spool spool, Work work, ThisNode thisNode) {
    /**
     * The work of this process now.
     *
     * @param ownedRuns its runs
     * @param inFlight its deliveries
     * @param outcomes what it has brought to an end
     */
    public record Work(OwnedRuns ownedRuns, DeliveriesInFlight inFlight, Outcomes outcomes) {
        public Work(OwnedRuns ownedRuns, DeliveriesInFlight inFlight) {
            this(ownedRuns, inFlight, new Outcomes());
        }
    }

    /**
     * This node of the cluster, or the only one.
     *
     * @param name by which the ledger knows its spool
     */
    public record ThisNode(String name, Clock clock, ShutdownSignal stopping) {}

    public DeliveriesInFlight inFlight() {
        return work.inFlight;
    }

    public Outcomes outcomes() {
        return work.outcomes;
    }

    public ShutdownSignal stopping() {
        return thisNode.stopping;
    }

    public OwnedRuns ownedRuns() {
        return work.ownedRuns;
    }

    public String node() {
        return thisNode.name;
    }

    public Clock clock() {
        return thisNode.clock;
    }
}
