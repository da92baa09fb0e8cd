package io.exportroutes.app;

import io.exportroutes.config.WebConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.web.ConnectionLimits;
import io.exportroutes.web.Entrance;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Where the process listens: it opens once, and what is behind it may be another one later, without a call that nobody answers. */
final class FrontDoor implements AutoCloseable {
    private static final Duration LONGEST_HEADERS = Duration.ofSeconds(30);
    private static final Duration LONGEST_STEP = Duration.ofSeconds(10);

    private @Nullable Vertx vertx;
    private @Nullable HttpServer server;
    private WebConfig.@Nullable Listen listen;
    private volatile Handler<HttpServerRequest> behind =
            request -> request.response().setStatusCode(503).end();

    /** The one of this process. */
    synchronized Vertx vertx() {
        Vertx own = vertx;
        if (own == null) {
            own = Vertx.vertx();
            vertx = own;
        }
        return own;
    }

    /** Whether it is open, and what is behind it is still to be changed by {@link #lead}. */
    synchronized boolean isOpen() {
        return server != null;
    }

    /** @throws PermanentFailure {@code restart_needed} where it is open at another address */
    synchronized void check(WebConfig.Listen wanted) {
        if (listen != null && !listen.equals(wanted)) {
            throw new PermanentFailure(
                    FailureCode.RESTART_NEEDED,
                    "The address of page, API, health and metrics is another one: %s:%d, not %s:%d"
                            .formatted(wanted.host(), wanted.port(), listen.host(), listen.port()),
                    "Stop the service and start it again, or take the change back.");
        }
    }

    /** Listens from now on, and leads there. */
    synchronized void open(WebConfig.Listen at, HttpServerOptions options, Handler<HttpServerRequest> target) {
        lead(target);
        Entrance entrance = new Entrance(vertx(), request -> behind.handle(request), LONGEST_HEADERS);
        server = done(vertx().createHttpServer(ConnectionLimits.on(options))
                .connectionHandler(entrance::opened)
                .requestHandler(entrance)
                .listen(at.port(), at.host()));
        listen = at;
    }

    /** The next call goes there. */
    void lead(Handler<HttpServerRequest> target) {
        behind = target;
    }

    @Override
    public synchronized void close() {
        HttpServer open = server;
        if (open != null) {
            done(open.close());
            server = null;
        }
        Vertx own = vertx;
        if (own != null) {
            done(own.close());
            vertx = null;
        }
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LONGEST_STEP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The web server was interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The web server neither starts nor stops", e);
        }
    }
}
