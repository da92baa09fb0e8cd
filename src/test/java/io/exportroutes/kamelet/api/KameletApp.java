package io.exportroutes.kamelet.api;

import io.exportroutes.failure.ExportFailure;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/** An application of someone else: a plain Camel context with the Kamelets on its class path and none of our wiring. */
final class KameletApp implements AutoCloseable {
    static final String TOKEN = "pat_secret+with/odd=signs";

    private final CamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template;

    KameletApp(String baseUrl) {
        context.getPropertiesComponent().addInitialProperty("base", baseUrl);
        context.getPropertiesComponent().addInitialProperty("pat", TOKEN);
        context.start();
        template = context.createProducerTemplate();
    }

    CamelContext context() {
        return context;
    }

    /** Calls the Kamelet with these further properties; a failure is on the exchange. */
    Exchange call(String kamelet, String properties, @Nullable Object body, Map<String, Object> headers) {
        String uri = "kamelet:" + kamelet + "?baseUrl={{base}}&token={{pat}}" + properties;
        return template.request(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    /** Calls the Kamelet, which is to fail, and returns why. */
    ExportFailure refused(String kamelet, String properties, Map<String, Object> headers) {
        Exchange exchange = call(kamelet, properties, null, headers);
        ExportFailure failure = ExportFailure.in(exchange.getException());
        if (failure == null) {
            throw new AssertionError("A failure of ours was expected", exchange.getException());
        }
        return failure;
    }

    @Override
    public void close() {
        template.stop();
        context.stop();
    }
}
