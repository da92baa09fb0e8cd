package io.exportroutes.app;

import io.exportroutes.config.ChannelConfig;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.queue.KeptRuns;
import java.net.URI;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** Camel with our routes: the YAML files of routes/, one delivery route per destination, and our own components. */
final class CamelRuntime implements AutoCloseable {
    private final Main main = new Main();
    private final ProducerTemplate producer;

    /** @param beans what the routes call, by name */
    CamelRuntime(AppContext app, Map<String, Object> beans, KeptRuns keptRuns) {
        EngineOptions options = app.options();
        ExportsConfig config = app.config();
        beans.forEach(main::bind);
        main.setPropertyPlaceholderLocations(ConfigPlaceholders.locations(options.config()));
        CamelProperties.defaults(options).forEach(main::addInitialProperty);
        CamelProperties.fixed(options, config).forEach(main::addOverrideProperty);
        main.addMainListener(new Templates(app, keptRuns));
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
        private final AppContext app;
        private final KeptRuns keptRuns;
        private final EngineOptions options;
        private final ExportsConfig config;

        Templates(AppContext app, KeptRuns keptRuns) {
            this.app = app;
            this.keptRuns = keptRuns;
            this.options = app.options();
            this.config = app.config();
        }

        @Override
        public void beforeConfigure(BaseMainSupport support) {
            CamelContext context = support.getCamelContext();
            context.getPropertiesComponent().addPropertiesSource(new KameletProperties(config));
            OwnComponents.addTo(context, app, keptRuns);
            if (options.serves()) {
                WebServer.addTo(context, app);
            }
        }

        @Override
        public void afterConfigure(BaseMainSupport support) {
            CamelContext context = support.getCamelContext();
            config.destinations().values().forEach(destination -> addDelivery(context, destination));
            if (options.fires()) {
                config.operators().channels().values().forEach(channel -> addChannel(context, channel));
            }
            if (options.serves()) {
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

        private static void addDelivery(CamelContext context, DestinationConfig destination) {
            add(context, "delivery", "deliver-", destination);
            if (destination.takesBatches()) {
                add(context, "delivery-batch", "deliver-batch-", destination);
            }
        }

        private static void add(CamelContext context, String template, String prefix, DestinationConfig destination) {
            TemplatedRouteBuilder builder = TemplatedRouteBuilder.builder(context, template)
                    .routeId(prefix + destination.name())
                    .parameter("destination", destination.name())
                    .parameter("kamelet", destination.kamelet())
                    .parameter("delivery-timeout", destination.deliveryTimeout());
            if (template.equals("delivery")) {
                builder.parameter("max-concurrent", destination.maxConcurrent());
            }
            builder.add();
        }
    }
}
