package io.exportroutes.app;

import io.exportroutes.api.ApiGate;
import io.exportroutes.api.ApiTraffic;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.run.DeliveriesInFlight;
import io.exportroutes.run.Lease;
import io.exportroutes.run.LedgerProbe;
import io.exportroutes.run.NodeHeartbeat;
import io.exportroutes.run.Outcomes;
import io.exportroutes.run.OwnedRuns;
import io.exportroutes.run.RunServices;
import io.exportroutes.run.ShutdownSignal;
import io.exportroutes.spool.Spool;
import org.jspecify.annotations.Nullable;

/** What this process has once, whatever exports.yaml says: its spool, its runs, its counts, its web server, the gate of its calls to the API. */
final class Workplace implements AutoCloseable {
    private final Spool spool;
    private final OwnedRuns ownedRuns;
    private final Outcomes outcomes = new Outcomes();
    private final RunServices.ThisNode thisNode;
    private final ApiTraffic traffic;
    private final LedgerProbe ledgerProbe;
    private final FrontDoor door = new FrontDoor();
    private final @Nullable NodeHeartbeat heartbeat;
    private volatile @Nullable Gate gate;

    /** @param app that of the first configuration: the ledger stays the same */
    Workplace(AppContext app) {
        this.thisNode = new RunServices.ThisNode(app.node(), app.clock(), new ShutdownSignal());
        this.spool = new Spool(
                app.options().state().resolve("spool"),
                app.config().api().timeouts().stall());
        this.ownedRuns = new OwnedRuns(app.ledger(), lease(app));
        this.traffic = new ApiTraffic(app.clock());
        this.ledgerProbe = new LedgerProbe(app.ledger().nodes(), app.node());
        this.heartbeat = app.ledger().nodes().shared()
                ? new NodeHeartbeat(app.ledger().nodes(), ownedRuns, app.node(), app.takeover())
                : null;
    }

    /** A node that shares its ledger works on for half of the time after which others may have its runs. */
    private static Lease lease(AppContext app) {
        return new Lease(app.ledger().nodes().shared() ? app.takeover().dividedBy(2) : null, app.clock());
    }

    /** For runs that begin by this configuration. */
    RunServices services(AppContext app) {
        return new RunServices(
                app.config(),
                app.ledger(),
                spool,
                new RunServices.Work(ownedRuns, new DeliveriesInFlight(), outcomes),
                thisNode);
    }

    /** This configuration is in force from now on, and calls to the API pass this gate. */
    void goBy(ExportsConfig config, ApiGate passed) {
        spool.readersWait(config.api().timeouts().stall());
        gate = new Gate(config, passed);
    }

    private record Gate(ExportsConfig config, ApiGate gate) {
        boolean serves(ExportsConfig other) {
            return config.api().equals(other.api())
                    && config.service().retry().equals(other.service().retry())
                    && config.service().limits().downloads()
                            == other.service().limits().downloads();
        }
    }

    /** The present one, where its limits are those of this configuration: it remembers how long the API wants to be left alone. */
    ApiGate gate(ExportsConfig config) {
        Gate present = gate;
        return present != null && present.serves(config)
                ? present.gate()
                : new ApiGate(
                        config.api(),
                        config.service().limits().downloads(),
                        config.service().retry(),
                        traffic,
                        stopping()::pause);
    }

    ShutdownSignal stopping() {
        return thisNode.stopping();
    }

    LedgerProbe ledgerProbe() {
        return ledgerProbe;
    }

    FrontDoor door() {
        return door;
    }

    /** The node counts as stopped from now on; its web server answers until it is closed. */
    @Override
    public void close() {
        if (heartbeat != null) {
            heartbeat.close();
        }
        ledgerProbe.close();
    }
}
