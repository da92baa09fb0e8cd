package io.exportroutes.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Ends connections that are too many, or that take too long to say what they want: each would hold memory for nothing. */
public final class ConnectionLimits {
    private static final int MOST = 500;
    private static final int HEADER_BYTES = 16 * 1024;
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final Duration headers;
    private final Map<HttpConnection, Long> waiting = new ConcurrentHashMap<>();
    private int open;

    /** @param headers how long the beginning of a call, or its body, may take */
    public ConnectionLimits(Vertx vertx, Duration headers) {
        this.vertx = vertx;
        this.headers = headers;
    }

    /** Sets what the server can look after by itself. */
    public static HttpServerOptions on(HttpServerOptions options) {
        return options.setMaxHeaderSize(HEADER_BYTES)
                .setIdleTimeout((int) IDLE.toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setHttp2ClearTextEnabled(false);
    }

    /** To be called with each new connection. */
    public void opened(HttpConnection connection) {
        if (!enter()) {
            connection.close();
            return;
        }
        await(connection);
        connection.closeHandler(closed -> {
            leave();
            heard(connection);
        });
    }

    private synchronized boolean enter() {
        if (open >= MOST) {
            return false;
        }
        open++;
        return true;
    }

    private synchronized void leave() {
        open--;
    }

    /** To be called with each call, once its headers are there. */
    public void began(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        heard(connection);
        long body = vertx.setTimer(headers.toMillis(), late -> {
            if (!request.isEnded()) {
                connection.close();
            }
        });
        request.response().endHandler(ended -> {
            vertx.cancelTimer(body);
            await(connection);
        });
    }

    private void await(HttpConnection connection) {
        Long before = waiting.put(connection, vertx.setTimer(headers.toMillis(), late -> connection.close()));
        if (before != null) {
            vertx.cancelTimer(before);
        }
    }

    private void heard(HttpConnection connection) {
        Long timer = waiting.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
