package io.exportroutes.web;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Before the router: limits of connections, and what each answer tells browsers, also the one to a call that nothing can read. */
public final class Entrance implements Handler<HttpServerRequest> {
    private final ConnectionLimits limits;
    private final Handler<HttpServerRequest> router;

    /** @param headers how long the beginning of a call, or its body, may take */
    public Entrance(Vertx vertx, Handler<HttpServerRequest> router, Duration headers) {
        this.limits = new ConnectionLimits(vertx, headers);
        this.router = router;
    }

    /** To be called with each new connection. */
    public void opened(HttpConnection connection) {
        limits.opened(connection);
    }

    @Override
    public void handle(HttpServerRequest request) {
        limits.began(request);
        SecurityHeaders.addTo(request.response());
        router.handle(request);
    }
}
