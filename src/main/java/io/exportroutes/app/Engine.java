package io.exportroutes.app;

import io.exportroutes.api.ApiGate;
import io.exportroutes.api.download.Downloader;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.kamelet.api.ApiRequests;
import io.exportroutes.ledger.Run;
import io.exportroutes.route.DeadLetterReplayer;
import io.exportroutes.route.DeliveryPolicy;
import io.exportroutes.route.HistoryPruner;
import io.exportroutes.route.Housekeeping;
import io.exportroutes.route.SpoolCleaner;
import io.exportroutes.run.DeliveriesInFlight;
import io.exportroutes.run.DeliveringRuns;
import io.exportroutes.run.Lease;
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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that works on one state folder: spool, workers and routes, over a workplace. */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final StateFolderLock lock;
    private final AppContext place;
    private final RunServices services;
    private final Downloader downloader;
    private final ApiGate gate;
    private final ExecutorService downloadPool;
    private final CamelRuntime camel;
    private final DeliveringRuns ends;
    private @Nullable NodeHeartbeat watch;

    private Engine(StateFolderLock lock, AppContext place) {
        this.lock = lock;
        this.place = place;
        this.services = new RunServices(
                place.config(),
                place.ledger(),
                new Spool(
                        place.options().state().resolve("spool"),
                        place.config().api().timeouts().stall()),
                new RunServices.Work(new OwnedRuns(place.ledger(), lease(place)), new DeliveriesInFlight()),
                new RunServices.ThisNode(place.node(), place.clock(), new ShutdownSignal()));
        this.gate = gate(place, services.stopping());
        this.downloader = new Downloader(place.config().api(), place.clock(), gate);
        this.downloadPool = Executors.newCachedThreadPool();
        this.ends = new DeliveringRuns(services, place.queue());
        Map<String, Object> beans = RouteBeans.of(services, place, ends, downloader);
        addBeans(beans);
        recover();
        if (place.options().fires()) {
            place.firings().begin();
        }
        this.camel = new CamelRuntime(place, beans);
    }

    private void addBeans(Map<String, Object> beans) {
        beans.put("downloadPool", downloadPool);
        beans.put("deliveryPolicy", new DeliveryPolicy(services, place::memoryOf));
        beans.put(ApiRequests.GATE, gate);
        beans.put(
                "deadLetterReplayer",
                new DeadLetterReplayer(
                        place.deadLetters(), place.config().service().replay()));
        beans.put("housekeeping", new Housekeeping(services, place.queue(), place.firings()));
        beans.put("historyPruner", new HistoryPruner(services));
    }

    private static ApiGate gate(AppContext place, ShutdownSignal stopping) {
        ExportsConfig config = place.config();
        return new ApiGate(
                config.api(),
                config.service().limits().downloads(),
                config.service().retry(),
                place.clock(),
                stopping::pause);
    }

    /**
     * Starts the engine and goes on with every unfinished run of the ledger.
     *
     * @return empty where another process works on this state folder
     */
    public static Optional<Engine> start(EngineOptions options, Clock clock) {
        Optional<StateFolderLock> lock = StateFolderLock.tryAcquire(options.state());
        return lock.map(held -> {
            try {
                Engine engine = new Engine(held, AppContext.open(options, clock));
                engine.ends.start(handOut -> engine.camel.send("direct:refill", handOut));
                engine.watch();
                return engine;
            } catch (RuntimeException e) {
                held.close();
                throw e;
            }
        });
    }

    /** The id of the process that works on this state folder (0 where it is not known), or empty. */
    public static OptionalLong holder(Path stateDirectory) {
        return StateFolderLock.holder(stateDirectory);
    }

    /** Where this engine says whether it is well; empty unless it is a service. */
    public Optional<URI> health() {
        return place.options().serves() ? Optional.of(camel.health()) : Optional.empty();
    }

    /** Configuration, ledger and queue. */
    public AppContext place() {
        return place;
    }

    /** What the routes work with. */
    public RunServices services() {
        return services;
    }

    /** Puts a run on the queue by the same route as a firing. */
    public void submit(RunRequest request) {
        camel.send("direct:enqueue", request);
    }

    /** What every call to the API passes. */
    public ApiGate gate() {
        return gate;
    }

    CamelContext context() {
        return camel.context();
    }

    /** Before the routes take anything from the queue. */
    private void recover() {
        SpoolCleaner.releaseAllSettled(services);
        SpoolCleaner.reportLeftovers(services);
        for (Run run : services.ledger().runs().unfinished()) {
            // What is on the queue is in its turn, or in the hands of another node
            if (!place.queue().holds(run.id())) {
                LOG.info("Run {} is unfinished ({})", run.id(), run.state());
                place.queue().enqueue(run.id(), services.clock().instant());
            }
        }
    }

    /** A node that shares its ledger works on for half of the time after which others may have its runs. */
    private static Lease lease(AppContext place) {
        return new Lease(place.ledger().nodes().shared() ? place.takeover().dividedBy(2) : null, place.clock());
    }

    private void watch() {
        if (place.ledger().nodes().shared()) {
            watch = new NodeHeartbeat(services, place.takeover());
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
                LOG.warn("Deliveries were still in flight after {}; they go on at the next start", limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (watch != null) {
                watch.close();
            }
            ends.close();
            downloader.close();
            downloadPool.shutdownNow();
            place.queue().stop(Duration.ofSeconds(5));
            camel.close();
            leave(stopped);
        }
    }

    /** Ledger and state folder are let go of whatever becomes of the last word in the ledger. */
    private void leave(Instant stopped) {
        try (lock;
                place) {
            if (place.options().fires()) {
                place.firings().end(stopped);
            }
        }
    }
}
