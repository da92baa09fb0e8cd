package io.exportroutes.app;

import io.exportroutes.component.runqueue.RunQueueConsumer;
import io.exportroutes.component.runqueue.RunQueueEndpoint;
import io.exportroutes.config.ChannelConfig;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.queue.KeptRuns;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/** Camel with our routes: the YAML files of routes/, one delivery route per destination, and our own components. */
final class CamelRuntime implements AutoCloseable {
    /** Where an exchange begins only because another route, or this program, sends it. */
    private static final Set<String> CALLED = Set.of("direct", "seda", "kamelet");

    private final Main main = new Main();
    private final ProducerTemplate producer;
    private final Templates templates;

    /**
     * @param generation 1 for the first Camel of the process; each has schedules of its own
     * @param door where page, API, health and metrics are served, if they are
     */
    record Setup(int generation, AppContext app, FrontDoor door, KeptRuns keptRuns) {}

    /** @param beans what the routes call, by name */
    CamelRuntime(Setup setup, Map<String, Object> beans) {
        EngineOptions options = setup.app().options();
        ExportsConfig config = setup.app().config();
        templates = new Templates(setup, beans.values());
        beans.forEach(main::bind);
        main.setPropertyPlaceholderLocations(ConfigPlaceholders.locations(options.config()));
        CamelProperties.defaults(options).forEach(main::addInitialProperty);
        CamelProperties.fixed(options, config).forEach(main::addOverrideProperty);
        main.addMainListener(templates);
        start(main);
        producer = main.getCamelContext().createProducerTemplate();
    }

    /** @throws PermanentFailure {@code routes_not_started} or {@code component_version}; then everything is stopped again */
    static void start(Main main) {
        try {
            Extensions.ofThisProcess().check();
            main.start();
        } catch (PermanentFailure e) {
            main.stop();
            throw e;
        } catch (Exception e) {
            main.stop();
            throw new PermanentFailure(
                    FailureCode.ROUTES_NOT_STARTED,
                    "The routes could not be started: " + e.getMessage(),
                    "Fix the file named in the message under routes/, or restore it.",
                    e);
        }
    }

    /** Sends a body to an endpoint and returns when its route has finished; failures are the routes' to handle. */
    void send(String endpoint, Object body) {
        producer.sendBody(endpoint, body);
    }

    /** As {@link #send}, to each endpoint at the same time. */
    void sendAll(List<String> endpoints, Object body) {
        List<CompletableFuture<Object>> sent = endpoints.stream()
                .map(endpoint -> producer.asyncSendBody(endpoint, body))
                .toList();
        sent.forEach(CompletableFuture::join);
    }

    /** Calls to the process are answered by this one from now on. */
    void takeOver() {
        WebServer server = templates.server;
        if (server != null) {
            server.takeOver();
        }
    }

    /** No route begins anything from now on, unless another one calls it or it continues what it has begun. */
    void retire() {
        for (Route route : context().getRoutes()) {
            Consumer consumer = route.getConsumer();
            if (!isCalled(route.getEndpoint())) {
                ServiceHelper.suspendService(consumer);
            }
        }
        WebServer server = templates.server;
        if (server != null) {
            server.retire();
        }
    }

    private static boolean isCalled(Endpoint endpoint) {
        return endpoint instanceof RunQueueEndpoint queue
                ? queue.isKept()
                : CALLED.contains(StringHelper.before(endpoint.getEndpointUri(), ":"));
    }

    /** Whether no route works on an entry of the run queue. */
    boolean isIdle() {
        return context().getRoutes().stream()
                .noneMatch(route -> route.getConsumer() instanceof RunQueueConsumer taking && !taking.isIdle());
    }

    URI health() {
        return URI.create(ListeningAddress.uri(context())
                + context().resolvePropertyPlaceholders("{{camel.management.healthPath:/observe/health}}"));
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    @Override
    public void close() {
        main.stop();
    }

    /** Adds the templated routes before the context starts, where it costs least (CAMEL.md, D5). */
    private static final class Templates extends MainListenerSupport {
        private final Setup setup;
        private final Collection<Object> beans;
        private final AppContext app;
        private final EngineOptions options;
        private final ExportsConfig config;
        private @Nullable WebServer server;

        Templates(Setup setup, Collection<Object> beans) {
            this.setup = setup;
            this.beans = beans;
            this.app = setup.app();
            this.options = app.options();
            this.config = app.config();
        }

        @Override
        public void beforeConfigure(BaseMainSupport support) {
            CamelContext context = support.getCamelContext();
            context.getPropertiesComponent().addPropertiesSource(new KameletProperties(config));
            if (setup.generation() > 1) {
                // Quartz finds its scheduler by this name, anywhere in the process.
                context.setManagementName(context.getName() + "-" + setup.generation());
            }
            beans.forEach(bean -> CamelContextAware.trySetCamelContext(bean, context));
            OwnComponents.addTo(context, app, setup.keptRuns());
            if (options.serves()) {
                server = WebServer.addTo(context, app, setup.door());
            }
        }

        @Override
        public void afterConfigure(BaseMainSupport support) {
            CamelContext context = support.getCamelContext();
            config.destinations().values().forEach(destination -> addDelivery(context, destination));
            app.custodians().forEach(destination -> addCustody(context, destination));
            if (options.fires()) {
                config.operators().channels().values().forEach(channel -> addChannel(context, channel));
                config.destinations().values().forEach(destination -> addDriftNote(context, destination));
            }
            if (options.serves() && !setup.door().isOpen()) {
                ListeningAddress.check(context);
            }
        }

        private static void addChannel(CamelContext context, ChannelConfig channel) {
            TemplatedRouteBuilder.builder(context, "channel")
                    .routeId("notify-" + channel.name())
                    .parameter("channel", channel.name())
                    .parameter("kamelet", channel.kamelet())
                    .parameter("interval", context.resolvePropertyPlaceholders("{{exports.notifications.interval}}"))
                    .add();
        }

        private static void addDriftNote(CamelContext context, DestinationConfig destination) {
            if (destination.storesAll()) {
                TemplatedRouteBuilder.builder(context, "drift-note")
                        .routeId("drift-" + destination.name())
                        .parameter("destination", destination.name())
                        .parameter("kamelet", destination.kamelet())
                        .add();
            }
        }

        private static void addDelivery(CamelContext context, DestinationConfig destination) {
            add(context, "delivery", "deliver-", destination);
            if (destination.takesBatches()) {
                add(context, "delivery-batch", "deliver-batch-", destination);
            }
        }

        /** What this process wrote to the chains goes out by a timer, or at the end of a command. */
        private void addCustody(CamelContext context, DestinationConfig destination) {
            add(context, "custody", "custody-", destination);
            if (options.fires()) {
                TemplatedRouteBuilder.builder(context, "custody-timer")
                        .routeId("custody-timer-" + destination.name())
                        .parameter("destination", destination.name())
                        .parameter("interval", context.resolvePropertyPlaceholders("{{exports.custody.interval}}"))
                        .add();
            }
        }

        private static void add(CamelContext context, String template, String prefix, DestinationConfig destination) {
            TemplatedRouteBuilder builder = TemplatedRouteBuilder.builder(context, template)
                    .routeId(prefix + destination.name())
                    .parameter("destination", destination.name())
                    .parameter("kamelet", destination.kamelet())
                    .parameter("delivery-timeout", destination.limits().deliveryTimeout());
            if (template.equals("delivery")) {
                builder.parameter("max-concurrent", destination.limits().maxConcurrent());
            }
            builder.add();
        }
    }
}
