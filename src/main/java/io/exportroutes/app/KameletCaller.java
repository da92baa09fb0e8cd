package io.exportroutes.app;

import io.exportroutes.api.ApiGate;
import io.exportroutes.api.ApiTraffic;
import io.exportroutes.config.ChannelConfig;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.Redactor;
import io.exportroutes.delivery.Archive;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.kamelet.KameletArchive;
import io.exportroutes.kamelet.api.ApiRequests;
import io.exportroutes.route.FailureReader;
import io.exportroutes.run.ShutdownSignal;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.Message;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.jspecify.annotations.Nullable;

/**
 * Camel with the Kamelets and their properties from exports.yaml, and with none of our routes: for a command that calls one
 * of them while another process may be the service. Safe for use by several threads.
 */
public final class KameletCaller implements AutoCloseable, KameletArchive.Calls {
    private final Main main = new Main();
    private final EngineOptions options;
    private final FailureReader failures;

    /** What a Kamelet left on the message. */
    public record Reply(@Nullable Object body, Map<String, Object> headers) {}

    public KameletCaller(EngineOptions options, ExportsConfig config, Clock clock) {
        this.options = options;
        this.failures = new FailureReader(config, Redactor.of(config), clock);
        main.bind(
                ApiRequests.GATE,
                new ApiGate(
                        config.api(),
                        config.service().limits().downloads(),
                        config.service().retry(),
                        new ApiTraffic(clock),
                        new ShutdownSignal()::pause));
        main.setPropertyPlaceholderLocations(ConfigPlaceholders.locations(options.config()));
        CamelProperties.ofKamelets(options).forEach(main::addOverrideProperty);
        main.addOverrideProperty("camel.main.routesIncludePattern", "false");
        main.addOverrideProperty("camel.main.jmxEnabled", "false");
        main.addOverrideProperty("camel.main.shutdownTimeout", "1");
        main.addOverrideProperty("camel.main.shutdownLogInflightExchangesOnTimeout", "false");
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                support.getCamelContext().getPropertiesComponent().addPropertiesSource(new KameletProperties(config));
            }
        });
        CamelRuntime.start(main);
    }

    /** Whether there is a Kamelet of this name. */
    public boolean has(String kamelet) {
        return has(options, kamelet);
    }

    static boolean has(EngineOptions options, String kamelet) {
        return options.home()
                .resolve("routes/kamelets/" + kamelet + ".kamelet.yaml")
                .toFile()
                .isFile();
    }

    /** What the destination holds; its type has an archive Kamelet. */
    public Archive archive(DestinationConfig destination) {
        return KameletArchives.of(this, destination);
    }

    /** Calls the Kamelet that tries a destination without sending anything, and returns what it saw. */
    public String check(DestinationConfig destination) {
        return check(destination.checkKamelet(), KameletProperties.DESTINATION + destination.name());
    }

    /** As {@link #check(DestinationConfig)}, of a channel. */
    public String check(ChannelConfig channel) {
        return check(channel.checkKamelet(), KameletProperties.CHANNEL + channel.name());
    }

    private String check(String kamelet, String name) {
        return String.valueOf(call(kamelet, name, null, Map.of()).body());
    }

    /**
     * Calls a Kamelet once; nothing is retried.
     *
     * @param name under which exports.yaml has its properties: that of a destination or a channel
     * @throws ExportFailure whatever it failed by, without any secret of the configuration
     */
    public Reply call(String kamelet, String name, @Nullable Object body, Map<String, Object> headers) {
        return call(main.getCamelContext(), failures, kamelet + "/" + name, message -> {
            message.setHeaders(new HashMap<>(headers));
            message.setBody(body);
        });
    }

    @Override
    public @Nullable Object body(String kamelet, String name, Map<String, Object> headers) {
        return call(kamelet, name, null, headers).body();
    }

    /** The Kamelets of a Camel that runs already. */
    static KameletArchive.Calls in(CamelContext camel, FailureReader failures) {
        return (kamelet, name, headers) -> call(
                        camel, failures, kamelet + "/" + name, message -> message.setHeaders(new HashMap<>(headers)))
                .body();
    }

    private static Reply call(CamelContext camel, FailureReader failures, String name, Consumer<Message> message) {
        FluentProducerTemplate producer = camel.createFluentProducerTemplate();
        try {
            Exchange done = producer.to("kamelet:" + name + "?noErrorHandler=true")
                    .withProcessor(exchange -> message.accept(exchange.getMessage()))
                    .send();
            if (done.getException() != null) {
                throw failures.of(done.getException());
            }
            return new Reply(done.getMessage().getBody(), done.getMessage().getHeaders());
        } catch (ExportFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw failures.of(e); // the Kamelet itself could not be built
        }
    }

    @Override
    public void close() {
        main.stop();
    }
}
