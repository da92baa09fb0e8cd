package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.kamelet.api.CallHeaders;
import io.exportroutes.value.LogFields;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.SpanContextPropagationExtractor;
import org.apache.camel.telemetry.SpanContextPropagationInjector;
import org.apache.camel.telemetry.SpanDecorator;
import org.apache.camel.telemetry.SpanDecoratorManagerImpl;
import org.jspecify.annotations.Nullable;

/**
 * Gives each of Camel's spans what log lines have as fields: job, run, export, destination and the API's request id. Camel takes decorators
 * by component, from service files; these are all of its own with ours around them, and this jar has no service files (docs/decisions/0020).
 */
public final class RunSpans {
    private static final String PREFIX = "export_routes.";
    /** The request that a span of the exchange has told already: the header stays on the message after its call. */
    private static final String TOLD = "exportRoutesRequestTold";

    private RunSpans() {}

    /** To be called before the routes are loaded; does nothing where nobody traces. */
    public static void addTo(CamelContext context) {
        boolean enabled =
                Boolean.parseBoolean(context.resolvePropertyPlaceholders("{{camel.opentelemetry2.enabled:false}}"));
        // Without Camel's component Camel itself says what is missing.
        if (enabled && context.getClassResolver().resolveClass("org.apache.camel.telemetry.SpanDecorator") != null) {
            Decorators.wrap();
        }
    }

    private static void tell(Span span, Exchange exchange) {
        LogContext.about(exchange).forEach((field, value) -> span.setTag(PREFIX + field, value));
        String request = request(exchange);
        if (request != null) {
            span.setTag(PREFIX + LogFields.REQUEST, request);
        }
    }

    private static @Nullable String request(Exchange exchange) {
        if (exchange.getException() instanceof ExportFailure failure) {
            return failure.requestId();
        }
        String request = exchange.getMessage().getHeader(CallHeaders.REQUEST_ID, String.class);
        if (request == null || request.equals(exchange.getProperty(TOLD))) {
            return null;
        }
        exchange.setProperty(TOLD, request);
        return request;
    }

    /** Where Camel keeps them. In a class of its own: without the component there is nothing that it could extend. */
    private static final class Decorators extends SpanDecoratorManagerImpl {
        /** They are the same for all contexts of the process; once is enough. */
        static synchronized void wrap() {
            DECORATORS.replaceAll((component, decorator) -> around(decorator));
            DEFAULT = around(DEFAULT);
        }

        private static SpanDecorator around(SpanDecorator decorator) {
            return decorator instanceof Around ? decorator : new Around(decorator);
        }
    }

    /** One of Camel's decorators, which says what it says. */
    private record Around(SpanDecorator inner) implements SpanDecorator {
        @Override
        public void beforeTracingEvent(Span span, Exchange exchange, @Nullable Endpoint endpoint) {
            inner.beforeTracingEvent(span, exchange, endpoint);
        }

        /** By then the exchange knows of the run, even if the span began with taking it. */
        @Override
        public void afterTracingEvent(Span span, Exchange exchange) {
            inner.afterTracingEvent(span, exchange);
            tell(span, exchange);
        }

        @Override
        public String getComponent() {
            return inner.getComponent();
        }

        @Override
        public String getComponentClassName() {
            return inner.getComponentClassName();
        }

        @Override
        public String getOperationName(Exchange exchange, Endpoint endpoint) {
            return inner.getOperationName(exchange, endpoint);
        }

        @Override
        public SpanContextPropagationExtractor getExtractor(Exchange exchange) {
            return inner.getExtractor(exchange);
        }

        @Override
        public SpanContextPropagationInjector getInjector(Exchange exchange) {
            return inner.getInjector(exchange);
        }
    }
}
