package io.exportroutes.web;

import io.exportroutes.config.WebConfig;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The door and what is behind it, on a router.
 *
 * @param routes where pages are added
 * @param events the pages that listen
 */
public record Web(WebRoutes routes, EventStreams events) {
    /**
     * To be called before anything else is on the router, and before the server listens: nothing may be reached past the door.
     *
     * @param listen where the server listens in fact
     */
    public static Web addTo(Vertx vertx, Router router, Backend backend, WebConfig.Listen listen) {
        AuditedCalls audited = new AuditedCalls(backend.ledger().alarms().audit());
        Failures failures = new Failures();
        router.route().handler(new Gate(vertx, backend, listen, audited::refused, failures));
        for (int status : new int[] {404, 405, 400, 413, 500}) {
            router.errorHandler(status, context -> failed(context, status, failures));
        }
        EventStreams events = new EventStreams(vertx, backend, failures);
        events.addTo(router);
        return new Web(new WebRoutes(vertx, router, failures), events);
    }

    private static void failed(RoutingContext context, int status, Failures failures) {
        Throwable why =
                switch (status) {
                    case 404 -> Refusals.noSuchPage(context.request().path());
                    case 405 -> Refusals.method();
                    case 400 -> Refusals.badRequest("The call cannot be read", "Look at the API's description.");
                    case 413 -> Refusals.badRequest("The body of the call is too large", "Send less than 64 KiB.");
                    default -> context.failure() == null ? new IllegalStateException("unknown") : context.failure();
                };
        WebRoutes.send(context, failures.answer(context, why));
    }
}
