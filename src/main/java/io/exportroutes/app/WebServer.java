package io.exportroutes.app;

import io.exportroutes.config.WebConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.web.Backend;
import io.exportroutes.web.ConnectionLimits;
import io.exportroutes.web.Entrance;
import io.exportroutes.web.Web;
import io.exportroutes.web.WebRoutes;
import io.exportroutes.web.api.Api;
import io.exportroutes.web.page.Pages;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.component.vertx.common.VertxHelper;
import org.jspecify.annotations.Nullable;

/**
 * Camel's management server, which serves health and metrics, with our door before them and page and API beside them. Camel finds it
 * where it would make its own; the door is there before it listens, and its connections have limits.
 */
final class WebServer extends VertxPlatformHttpServer {
    private static final Duration LONGEST_HEADERS = Duration.ofSeconds(30);
    private static final Duration LONGEST_STEP = Duration.ofSeconds(10);

    private final AppContext app;
    private final WebConfig.Listen listen;
    private @Nullable HttpServer server;

    private WebServer(AppContext app, WebConfig.Listen listen) {
        super(configuration(listen));
        this.app = app;
        this.listen = listen;
    }

    /** To be called once the properties are there and before Camel makes a server of its own. */
    static void addTo(CamelContext context, AppContext app) {
        if (isTrue(context, "authenticationEnabled")) {
            throw new PermanentFailure(
                    FailureCode.CONFIGURATION_INVALID,
                    "camel.management.authenticationEnabled is set in application.properties: page and API have logins of their own",
                    "Remove it, and write web: {users-file: config/web-users} in exports.yaml.");
        }
        try {
            context.addService(new WebServer(app, ListeningAddress.of(context)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static VertxPlatformHttpServerConfiguration configuration(WebConfig.Listen listen) {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(listen.host());
        configuration.setBindPort(listen.port());
        configuration.setServerType(VertxPlatformHttpRouter.SERVER_TYPE_MANAGEMENT);
        return configuration;
    }

    @Override
    protected void startServer() throws Exception {
        CamelContext context = getCamelContext();
        VertxPlatformHttpRouter router =
                VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.getRouterNameFromPort(listen.port()));
        Backend backend = new Backend(app.config(), app.ledger(), app.deadLetters(), this::enqueue, app.clock());
        WebRoutes routes = Web.addTo(getVertx(), router, backend, listen);
        Api.addTo(routes, backend);
        Pages.addTo(routes, backend);
        Entrance entrance = new Entrance(getVertx(), router, LONGEST_HEADERS);
        server = done(getVertx()
                .createHttpServer(options(context))
                .connectionHandler(entrance::opened)
                .requestHandler(entrance)
                .listen(listen.port(), listen.host()));
    }

    private static HttpServerOptions options(CamelContext context) throws Exception {
        HttpServerOptions options = ConnectionLimits.on(new HttpServerOptions());
        if (isTrue(context, "useGlobalSslContextParameters")) {
            VertxHelper.setupSSLOptions(context, context.getSSLContextParameters(), options);
        }
        return options;
    }

    private static boolean isTrue(CamelContext context, String property) {
        return Boolean.parseBoolean(context.resolvePropertyPlaceholders("{{camel.management." + property + ":false}}"));
    }

    /** By the same route as a firing; its failure is the caller's. */
    private void enqueue(RunRequest request) {
        CamelContext context = getCamelContext();
        if (!context.getStatus().isStarted()) {
            throw new TransientFailure(
                    FailureCode.SERVICE_STARTING, "The service is still starting", "Try again in a few seconds.");
        }
        try (var producer = context.createProducerTemplate()) {
            producer.sendBody("direct:enqueue", request);
        } catch (java.io.IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    @Override
    protected void stopServer() {
        HttpServer running = server;
        if (running != null) {
            done(running.close());
            server = null;
        }
    }

    @Override
    protected void stopVertx() {
        if (getVertx() != null) {
            done(getVertx().close());
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
