package io.exportroutes.app;

import io.exportroutes.alarm.AlarmWatch;
import io.exportroutes.alarm.Notifier;
import io.exportroutes.api.ApiGate;
import io.exportroutes.api.download.Downloader;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.Redactor;
import io.exportroutes.heartbeat.DueHeartbeats;
import io.exportroutes.kamelet.api.ApiRequests;
import io.exportroutes.ledger.Run;
import io.exportroutes.overdue.ExpectedCopy;
import io.exportroutes.route.AlarmLooks;
import io.exportroutes.route.DeadLetterReplayer;
import io.exportroutes.route.DeliveryPolicy;
import io.exportroutes.route.FailureReader;
import io.exportroutes.route.HeartbeatClient;
import io.exportroutes.route.HeartbeatSender;
import io.exportroutes.route.HistoryPruner;
import io.exportroutes.route.Housekeeping;
import io.exportroutes.route.NotificationSender;
import io.exportroutes.route.SpoolCleaner;
import io.exportroutes.run.DeliveriesInFlight;
import io.exportroutes.run.DeliveringRuns;
import io.exportroutes.run.Lease;
import io.exportroutes.run.LedgerProbe;
import io.exportroutes.run.NodeHeartbeat;
import io.exportroutes.run.OwnedRuns;
import io.exportroutes.run.RunServices;
import io.exportroutes.run.ShutdownSignal;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.spool.Spool;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that works on one state folder: spool, workers and routes, over an {@link AppContext}. */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final StateFolderLock lock;
    private final AppContext app;
    private final RunServices services;
    private final Downloader downloader;
    private final ApiGate gate;
    private final ExecutorService downloadPool;
    private final CamelRuntime camel;
    private final DeliveringRuns deliveringRuns;
    private final LedgerProbe ledgerProbe;
    private @Nullable NodeHeartbeat watch;

    private Engine(StateFolderLock lock, AppContext app) {
        this.lock = lock;
        this.app = app;
        this.services = new RunServices(
                app.config(),
                app.ledger(),
                new Spool(
                        app.options().state().resolve("spool"),
                        app.config().api().timeouts().stall()),
                new RunServices.Work(
                        new OwnedRuns(
                                app.ledger(),
                                lease(app),
                                app.config().operators().heartbeats().any()),
                        new DeliveriesInFlight()),
                new RunServices.ThisNode(app.node(), app.clock(), new ShutdownSignal()));
        this.gate = gate(app, services.stopping());
        this.downloader = new Downloader(app.config().api(), app.clock(), gate);
        this.downloadPool = Executors.newCachedThreadPool();
        this.deliveringRuns = new DeliveringRuns(services, app.queue());
        this.ledgerProbe = new LedgerProbe(services);
        Map<String, Object> beans = RouteBeans.of(services, app, deliveringRuns, downloader);
        addBeans(beans);
        recover();
        if (app.options().fires()) {
            app.firings().begin();
            app.expectedCopies().begin();
        }
        this.camel = new CamelRuntime(app, beans, deliveringRuns);
    }

    private void addBeans(Map<String, Object> beans) {
        beans.put("downloadPool", downloadPool);
        beans.put("deliveryPolicy", new DeliveryPolicy(services, app::memoryOf));
        beans.put(ApiRequests.GATE, gate);
        beans.put(
                "deadLetterReplayer",
                new DeadLetterReplayer(app.deadLetters(), app.config().service().replay()));
        FailureReader failures = new FailureReader(app.config(), Redactor.of(app.config()), app.clock());
        beans.put("alarms", new AlarmLooks(new AlarmWatch(app.config(), app.ledger(), app.clock()), served(beans)));
        beans.put(
                "notifications",
                new NotificationSender(
                        new Notifier(app.config(), app.ledger(), app.clock(), app.node()),
                        failures,
                        services.outcomes()));
        beans.put(
                "heartbeats",
                new HeartbeatSender(new DueHeartbeats(app.config(), app.ledger(), app.clock()), failures));
        beans.put("heartbeatClient", new HeartbeatClient());
        beans.put("housekeeping", new Housekeeping(services, app.queue(), app.firings()));
        beans.put("historyPruner", new HistoryPruner(services));
    }

    /** Adds the beans of health and metrics; what a look for alarms sees is what metrics tell. */
    private Consumer<List<ExpectedCopy>> served(Map<String, Object> beans) {
        if (!app.options().serves()) {
            return copies -> {};
        }
        HealthChecks.addTo(beans, services.stopping(), ledgerProbe);
        return Meters.addTo(beans, app, services, gate.traffic())::refresh;
    }

    private static ApiGate gate(AppContext app, ShutdownSignal stopping) {
        ExportsConfig config = app.config();
        return new ApiGate(
                config.api(),
                config.service().limits().downloads(),
                config.service().retry(),
                app.clock(),
                stopping::pause);
    }

    /**
     * Starts the engine and continues with every unfinished run of the ledger.
     *
     * @return empty if another process works on this state folder
     */
    public static Optional<Engine> start(EngineOptions options, Clock clock) {
        Optional<StateFolderLock> lock = StateFolderLock.tryAcquire(options.state());
        return lock.map(held -> {
            try {
                Engine engine = new Engine(held, AppContext.open(options, clock));
                engine.deliveringRuns.start();
                engine.watch();
                return engine;
            } catch (RuntimeException e) {
                held.close();
                throw e;
            }
        });
    }

    /** The id of the process that works on this state folder (0 if it is not known), or empty. */
    public static OptionalLong holder(Path stateDirectory) {
        return StateFolderLock.holder(stateDirectory);
    }

    /** The URL of this engine's health; empty unless it is a service. */
    public Optional<URI> health() {
        return app.options().serves() ? Optional.of(camel.health()) : Optional.empty();
    }

    /** Configuration, ledger and queue. */
    public AppContext appContext() {
        return app;
    }

    /** The services of the route beans. */
    public RunServices services() {
        return services;
    }

    /** Puts a run on the queue by the same route as a firing. */
    public void submit(RunRequest request) {
        camel.send("direct:enqueue", request);
    }

    /** The gate of all calls to the API. */
    public ApiGate gate() {
        return gate;
    }

    CamelContext context() {
        return camel.context();
    }

    /** Queues unfinished runs that are on no queue, before the routes take anything from it. */
    private void recover() {
        SpoolCleaner.releaseAllSettled(services);
        SpoolCleaner.reportLeftovers(services);
        // One that is on the queue waits for its turn, or another node has it.
        for (Run run : services.ledger().runs().unqueued()) {
            LOG.info("Run {} is unfinished ({})", run.id(), run.state());
            app.queue().enqueue(run.id(), services.clock().instant());
        }
    }

    /** A node that shares its ledger works on for half of the time after which others may have its runs. */
    private static Lease lease(AppContext app) {
        return new Lease(app.ledger().nodes().shared() ? app.takeover().dividedBy(2) : null, app.clock());
    }

    private void watch() {
        if (app.ledger().nodes().shared()) {
            watch = new NodeHeartbeat(services, app.takeover());
        }
    }

    /**
     * Stops: nothing new begins, deliveries in flight get the configured time to finish, and what remains continues at
     * the next start.
     */
    @Override
    public void close() {
        Duration limit = services.config().service().limits().shutdown();
        Instant stopped = services.clock().instant();
        services.stopping().request();
        try {
            if (!services.inFlight().awaitQuiet(limit)) {
                LOG.warn("Deliveries were still in flight after {}; they continue at the next start", limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (watch != null) {
                watch.close();
            }
            deliveringRuns.close();
            ledgerProbe.close();
            downloader.close();
            downloadPool.shutdownNow();
            app.queue().stop(Duration.ofSeconds(5));
            tellHeartbeats();
            camel.close();
            leave(stopped);
        }
    }

    /** A command ends with its runs, whose ends their addresses have not heard of yet; a service tells them at its next start. */
    private void tellHeartbeats() {
        if (!app.options().fires() && app.config().operators().heartbeats().any()) {
            camel.send("direct:heartbeats", "");
        }
    }

    /** Closes ledger and state folder even if the last write to the ledger fails. */
    private void leave(Instant stopped) {
        try (lock;
                app) {
            if (app.options().fires()) {
                app.firings().end(stopped);
            }
        }
    }
}
