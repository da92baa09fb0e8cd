package io.exportroutes.app;

import io.exportroutes.api.ApiGate;
import io.exportroutes.config.ConfigResult;
import io.exportroutes.run.RunServices;
import io.exportroutes.schedule.RunRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that works on one state folder: spool, workers and routes, over an {@link AppContext}. */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final StateFolderLock lock;
    private final AppContext app;
    private final Workplace place;
    private final Generations generations;

    private Engine(StateFolderLock lock, AppContext app, Workplace place, Generations generations) {
        this.lock = lock;
        this.app = app;
        this.place = place;
        this.generations = generations;
    }

    /**
     * Starts the engine and continues with every unfinished run of the ledger.
     *
     * @return empty if another process works on this state folder
     */
    public static Optional<Engine> start(EngineOptions options, Clock clock) {
        return StateFolderLock.tryAcquire(options.state()).map(held -> start(held, options, clock));
    }

    private static Engine start(StateFolderLock lock, EngineOptions options, Clock clock) {
        try {
            ConfigResult read = AppContext.read(options);
            AppContext.checkKeys(read.orThrow());
            AppContext app = AppContext.open(options, read.orThrow(), clock);
            try {
                Workplace place = new Workplace(app);
                try {
                    return new Engine(lock, app, place, new Generations(app, read.values(), place));
                } catch (RuntimeException e) {
                    place.close();
                    place.door().close();
                    throw e;
                }
            } catch (RuntimeException e) {
                app.close();
                throw e;
            }
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The id of the process that works on this state folder (0 if it is not known), or empty. */
    public static OptionalLong holder(Path stateDirectory) {
        return StateFolderLock.holder(stateDirectory);
    }

    /** The URL of this engine's health; empty unless it is a service. */
    public Optional<URI> health() {
        return app.options().serves() ? Optional.of(present().camel().health()) : Optional.empty();
    }

    /** Configuration, ledger and queue. */
    public AppContext appContext() {
        return present().app();
    }

    /** The services of the route beans. */
    public RunServices services() {
        return present().services();
    }

    /** Puts a run on the queue by the same route as a firing. */
    public void submit(RunRequest request) {
        present().camel().send("direct:enqueue", request);
    }

    /** The gate of all calls to the API. */
    public ApiGate gate() {
        return present().gate();
    }

    CamelContext context() {
        return present().camel().context();
    }

    /** Reads exports.yaml anew, soon and in another thread, as if a command had asked for it; the log tells what came of it. */
    public void reload(String why) {
        generations.reloadSoon(why);
    }

    /** How many readings of exports.yaml still have runs in hand, the present one included. */
    public int generations() {
        return generations.all().size();
    }

    private Generation present() {
        return generations.present();
    }

    /**
     * Stops: nothing new begins, deliveries in flight get the configured time to finish, and what remains continues at
     * the next start.
     */
    @Override
    public void close() {
        Duration limit = services().config().service().limits().shutdown();
        Instant stopped = services().clock().instant();
        place.stopping().request();
        List<Generation> all = generations.end();
        try {
            if (!awaitQuiet(all, limit)) {
                LOG.warn("Deliveries were still in flight after {}; they continue at the next start", limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            place.close();
            all.forEach(Generation::stopWork);
            app.queue().stop(Duration.ofSeconds(5));
            tellHeartbeats();
            writeChains();
            all.forEach(Generation::close);
            place.door().close();
            leave(stopped);
        }
    }

    private static boolean awaitQuiet(List<Generation> all, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean quiet = true;
        for (Generation generation : all) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            quiet &= generation.services().inFlight().awaitQuiet(left);
        }
        return quiet;
    }

    /** A command ends with its runs, whose ends their addresses have not heard of yet; a service tells them at its next start. */
    private void tellHeartbeats() {
        if (!app.options().fires() && app.config().operators().heartbeats().any()) {
            present().camel().send("direct:heartbeats", "");
        }
    }

    /** As {@link #tellHeartbeats}: what destinations lack of the chains of custody. */
    private void writeChains() {
        if (!app.options().fires()) {
            present()
                    .camel()
                    .sendAll(
                            app.custodians().stream()
                                    .map(destination -> "direct:custody-" + destination.name())
                                    .toList(),
                            "");
        }
    }

    /** Closes ledger and state folder even if the last write to the ledger fails. */
    private void leave(Instant stopped) {
        try (lock;
                app) {
            present().endFirings(stopped);
        }
    }
}
