package io.exportroutes.app;

import io.exportroutes.config.WebConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.web.Backend;
import io.exportroutes.web.EventStreams;
import io.exportroutes.web.Web;
import io.exportroutes.web.api.Api;
import io.exportroutes.web.page.Pages;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.component.vertx.common.VertxHelper;
import org.jspecify.annotations.Nullable;

/**
 * Camel's management server, which serves health and metrics, with our door before them and page and API beside them. Camel finds it
 * where it would make its own.
 */
final class WebServer extends VertxPlatformHttpServer {
    private final AppContext app;
    private final FrontDoor door;
    private final WebConfig.Listen listen;
    private @Nullable EventStreams events;
    private @Nullable Router router;

    private WebServer(AppContext app, FrontDoor door, WebConfig.Listen listen) {
        super(configuration(listen));
        this.app = app;
        this.door = door;
        this.listen = listen;
    }

    /** To be called once the properties are there and before Camel makes a server of its own. */
    static WebServer addTo(CamelContext context, AppContext app, FrontDoor door) {
        if (isTrue(context, "authenticationEnabled")) {
            throw new PermanentFailure(
                    FailureCode.CONFIGURATION_INVALID,
                    "camel.management.authenticationEnabled is set in application.properties: page and API have logins of their own",
                    "Remove it, and write web: {users-file: config/web-users} in exports.yaml.");
        }
        WebConfig.Listen listen = ListeningAddress.of(context);
        door.check(listen);
        WebServer server = new WebServer(app, door, listen);
        try {
            context.addService(server);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return server;
    }

    /** Whatever is behind the door runs in its threads: a call that another Vert.x goes on with may lose its body. */
    @Override
    protected Vertx lookupVertx() {
        return door.vertx();
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
        Router own =
                VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.getRouterNameFromPort(listen.port()));
        Backend backend = new Backend(app.config(), app.ledger(), app.deadLetters(), this::enqueue, app.clock());
        Web web = Web.addTo(getVertx(), own, backend, listen);
        Api.addTo(web.routes(), backend);
        Pages.addTo(web.routes(), backend);
        events = web.events();
        router = own;
        if (!door.isOpen()) {
            door.open(listen, options(context), own);
        }
    }

    /** From now on each call to the process is answered here. */
    void takeOver() {
        if (router != null) {
            door.lead(router);
        }
    }

    /** Another one answers by now: the pages that listen here come back there. */
    void retire() {
        if (events != null) {
            events.close();
        }
    }

    private static HttpServerOptions options(CamelContext context) throws Exception {
        HttpServerOptions options = new HttpServerOptions();
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
        retire(); // the door is closed with the process
    }
}
