package io.exportroutes.app;

import io.exportroutes.api.ApiGate;
import io.exportroutes.api.ApiTraffic;
import io.exportroutes.config.ApiConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.RetryConfig;
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
    private @Nullable Gate gate;

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

    /** This configuration is in force from now on. */
    void goBy(ExportsConfig config) {
        spool.readersWait(config.api().timeouts().stall());
    }

    private record Gate(ApiConfig api, int downloads, RetryConfig retry, ApiGate gate) {
        boolean is(ExportsConfig config) {
            return api.equals(config.api())
                    && downloads == config.service().limits().downloads()
                    && retry.equals(config.service().retry());
        }
    }

    /** The present one, where its limits are those of this configuration: it remembers how long the API wants to be left alone. */
    synchronized ApiGate gate(ExportsConfig config) {
        Gate present = gate;
        if (present == null || !present.is(config)) {
            int downloads = config.service().limits().downloads();
            RetryConfig retry = config.service().retry();
            present = new Gate(
                    config.api(),
                    downloads,
                    retry,
                    new ApiGate(config.api(), downloads, retry, traffic, stopping()::pause));
            gate = present;
        }
        return present.gate();
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
