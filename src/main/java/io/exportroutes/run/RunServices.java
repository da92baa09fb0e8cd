package io.exportroutes.run;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.queue.QueueEntry;
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
    public record Work(OwnedRuns ownedRuns, DeliveriesInFlight inFlight, Outcomes outcomes) {}

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

    /** Begins the run of the entry, as {@link OwnedRuns#begin} does. */
    public OwnedRun begin(QueueEntry entry) {
        return ownedRuns().begin(entry, config.operators().heartbeats().any());
    }

    public String node() {
        return thisNode.name;
    }

    public Clock clock() {
        return thisNode.clock;
    }
}
