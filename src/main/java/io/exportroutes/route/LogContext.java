package io.exportroutes.route;

import io.exportroutes.api.CallLimit;
import io.exportroutes.run.RunContext;
import io.exportroutes.value.LogFields;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/** Bean {@code logContext}: whatever is logged in a step of a route has the run of its exchange, and what of the run it works on, as fields. */
public final class LogContext implements InterceptStrategy {
    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, @Nullable Processor nextTarget) {
        return new Step(target);
    }

    /** The fields of what the exchange works on; also for what Camel calls outside its steps. */
    static LogFields fields(Exchange exchange) {
        Map<String, String> about = about(exchange);
        LogFields fields = about.isEmpty()
                ? LogFields.none()
                : LogFields.ofRun(about.getOrDefault(LogFields.JOB, ""), about.getOrDefault(LogFields.RUN, ""));
        about.forEach(fields::with);
        return fields;
    }

    /** What the exchange works on, by the names of the fields; empty if it is for no run. */
    static Map<String, String> about(Exchange exchange) {
        DeliveryMessage message =
                exchange.getVariable(DeliveryOrder.VARIABLE) instanceof DeliveryMessage found ? found : null;
        RunContext run = message != null ? message.run() : run(exchange);
        if (run == null) {
            return Map.of();
        }
        Map<String, String> about = new LinkedHashMap<>();
        about.put(LogFields.JOB, run.run().job());
        about.put(LogFields.RUN, run.id());
        if (message != null) {
            about.put(LogFields.DESTINATION, message.destination().name());
        }
        if (message instanceof DeliveryOrder order) {
            about.put(LogFields.EXPORT, order.exportId());
        } else if (exchange.getVariable(ArtifactContext.VARIABLE) instanceof ArtifactContext artifact) {
            about.put(LogFields.EXPORT, artifact.exportId());
        }
        return about;
    }

    private static @Nullable RunContext run(Exchange exchange) {
        return exchange.getVariable(CallLimit.VARIABLE) instanceof RunContext run ? run : null;
    }

    private static final class Step extends DelegateAsyncProcessor {
        Step(Processor processor) {
            super(processor);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try (LogFields fields = fields(exchange)) {
                return super.process(exchange, callback);
            }
        }
    }
}
