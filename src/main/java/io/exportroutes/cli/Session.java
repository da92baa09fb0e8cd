package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.spool.Spool;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes runs: by an engine in this process or, if another process works on the state folder already, by
 * that one. A signal to stop closes it in order, from a shutdown hook.
 */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    /** The time for a stopped command to print its progress, after everything else has stopped. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final @Nullable Engine engine;
    private final AppContext context;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    /** Held by the command while it follows runs: without it the process would end before the command can print. */
    private final ReentrantLock following = new ReentrantLock();

    private final Thread hook = new Thread(this::interrupt, "stop");

    private Session(@Nullable Engine engine, AppContext context) {
        this.engine = engine;
        this.context = context;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** An engine in this process, or else a session with the other process. */
    static Session open(EngineOptions options, Clock clock) {
        return Engine.start(options, clock)
                .map(engine -> new Session(engine, engine.appContext()))
                .orElseGet(() -> new Session(null, AppContext.openWithoutSecrets(options, clock)));
    }

    /**
     * An engine in this process.
     *
     * @throws PermanentFailure {@code state_in_use} if another process works on the state folder
     */
    static Session service(EngineOptions options, Clock clock) {
        Engine engine = Engine.start(options, clock)
                .orElseThrow(() -> new PermanentFailure(
                        FailureCode.STATE_IN_USE,
                        "Another process%s works on the state folder %s".formatted(pid(options), options.state()),
                        "Stop that process first, or give this one another --state folder."));
        return new Session(engine, engine.appContext());
    }

    private static String pid(EngineOptions options) {
        OptionalLong holder = Engine.holder(options.state());
        return holder.orElse(0) > 0 ? " (pid " + holder.getAsLong() + ")" : "";
    }

    /** Whether another process does the work. */
    boolean handedOver() {
        return engine == null;
    }

    /** Whether the process that does the work is still alive. */
    boolean atWork() {
        return engine != null || Engine.holder(context.options().state()).isPresent();
    }

    AppContext context() {
        return context;
    }

    /** The spool that receives the bytes, unless another process has it. */
    Optional<Spool> spool() {
        return Optional.ofNullable(engine).map(own -> own.services().spool());
    }

    /** The URL of the service's health. */
    Optional<URI> health() {
        return Optional.ofNullable(engine).flatMap(Engine::health);
    }

    /** Has the engine of this process read exports.yaml anew; the log tells what came of it. */
    void reload(String why) {
        if (engine != null) {
            engine.reload(why);
        }
    }

    void submit(RunRequest request) {
        if (engine == null) {
            context.enqueuer().enqueue(request);
        } else {
            engine.submit(request);
        }
    }

    /** A stop of the process waits, at most five seconds, until this thread calls {@link #followed}. */
    void follow() {
        following.lock();
    }

    void followed() {
        following.unlock();
    }

    /** Whether the process was asked to stop. */
    boolean interrupted() {
        return interrupted.get();
    }

    private void interrupt() {
        interrupted.set(true);
        LOG.info(
                handedOver()
                        ? "Asked to stop: the service continues the work"
                        : "Asked to stop: deliveries in flight may finish, what remains continues at the next start");
        shut();
        try {
            if (!following.tryLock(LAST_WORDS.toSeconds(), TimeUnit.SECONDS)) {
                LOG.debug("The command did not finish");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.info("Stopped");
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("The process is stopping already", e);
        }
        shut();
    }

    private void shut() {
        if (!open.getAndSet(false)) {
            return;
        }
        if (engine == null) {
            context.close();
        } else {
            engine.close();
        }
    }
}
