package io.exportroutes.web;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.view.Json;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /events}: a stream of Server-Sent Events for each page that is open. The ledger is looked at once for all of them, and not at all
 * while there is none.
 */
public final class EventStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
    static final int MOST = 100;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /** After that the browser comes back, and has to be let in again. */
    private static final Duration LONGEST = Duration.ofHours(1);
    /** What may wait for a slow reader; it is told of the rest when it comes back. */
    private static final int QUEUED_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final Failures failures;
    private final ChangeWatch watch;
    private final Workers workers;
    private final Set<HttpServerResponse> streams = ConcurrentHashMap.newKeySet();
    /** Those that came before the first look had ended: what changes before it would be missed. */
    private final List<HttpServerResponse> waiting = new ArrayList<>();

    private long heartbeat;
    private boolean closed;
    private boolean looking;
    /** Whether there is a look that the next one is compared with. */
    private boolean looked;

    EventStreams(Vertx vertx, Backend backend, Failures failures) {
        this.vertx = vertx;
        this.failures = failures;
        this.watch = new ChangeWatch(backend.ledger(), backend.clock());
        this.workers = new Workers(vertx, "web-events", 1, 1);
    }

    void addTo(Router router) {
        router.get("/events").handler(this::open);
        heartbeat = vertx.setPeriodic(HEARTBEAT.toMillis(), beat -> send(":\n\n"));
    }

    private void open(RoutingContext context) {
        if (streams.size() >= MOST) {
            WebRoutes.send(
                    context,
                    failures.answer(
                            context,
                            new TransientFailure(
                                    FailureCode.WEB_BUSY,
                                    "Too many pages listen already",
                                    "Close some, or read the page anew by hand.")));
            return;
        }
        HttpServerResponse response = context.response();
        response.setChunked(true)
                .setWriteQueueMaxSize(QUEUED_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("X-Accel-Buffering", "no");
        long end = vertx.setTimer(LONGEST.toMillis(), over -> response.end());
        response.exceptionHandler(broken -> streams.remove(response));
        response.closeHandler(closed -> {
            vertx.cancelTimer(end);
            streams.remove(response);
        });
        begin(response);
    }

    private synchronized void begin(HttpServerResponse response) {
        if (closed) {
            end(response);
            return;
        }
        if (looked) {
            greet(response);
        } else {
            waiting.add(response);
        }
        if (!looking) {
            looking = true;
            look();
        }
    }

    /** From now on it hears of each change. */
    private void greet(HttpServerResponse response) {
        if (!response.closed()) {
            response.write("retry: 5000\n\n");
            streams.add(response);
        }
    }

    private void look() {
        workers.run(watch::look).onComplete(look -> {
            if (look.failed()) {
                LOG.debug("The ledger could not be looked at", look.cause());
            } else {
                tell(look.result());
            }
            next();
        });
    }

    private synchronized void tell(Changes changes) {
        if (!changes.isEmpty()) {
            send("event: changed\ndata: " + Json.text(changes) + "\n\n");
        }
        looked = true;
        waiting.forEach(this::greet);
        waiting.clear();
    }

    private synchronized void next() {
        if (streams.isEmpty() && waiting.isEmpty()) {
            looking = false;
            looked = false;
            watch.forget();
        } else {
            vertx.setTimer(LOOK.toMillis(), due -> look());
        }
    }

    /** Ends each stream: the page comes back, wherever that leads. */
    @Override
    public synchronized void close() {
        closed = true;
        vertx.cancelTimer(heartbeat);
        waiting.forEach(EventStreams::end);
        waiting.clear();
        streams.forEach(response -> vertx.runOnContext(now -> end(response)));
        streams.clear();
    }

    private static void end(HttpServerResponse response) {
        if (!response.closed() && !response.ended()) {
            response.end();
        }
    }

    /** How many pages listen. */
    int open() {
        return streams.size();
    }

    void send(String text) {
        for (HttpServerResponse response : streams) {
            if (response.closed() || response.ended()) {
                streams.remove(response);
            } else if (response.writeQueueFull()) {
                streams.remove(response);
                response.reset();
            } else {
                response.write(text);
            }
        }
    }
}
