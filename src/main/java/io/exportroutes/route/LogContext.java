package io.exportroutes.route;

import io.exportroutes.api.CallLimit;
import io.exportroutes.run.RunContext;
import io.exportroutes.value.LogFields;
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

    private static final class Step extends DelegateAsyncProcessor {
        Step(Processor processor) {
            super(processor);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            RunContext run = run(exchange);
            if (run == null) {
                return super.process(exchange, callback);
            }
            try (LogFields fields = LogFields.ofRun(run.run().job(), run.id())) {
                add(fields, exchange);
                return super.process(exchange, callback);
            }
        }

        private static @Nullable RunContext run(Exchange exchange) {
            DeliveryMessage message = message(exchange);
            if (message != null) {
                return message.run();
            }
            return exchange.getVariable(CallLimit.VARIABLE) instanceof RunContext run ? run : null;
        }

        private static void add(LogFields fields, Exchange exchange) {
            DeliveryMessage message = message(exchange);
            if (message != null) {
                fields.with(LogFields.DESTINATION, message.destination().name());
            }
            if (message instanceof DeliveryOrder order) {
                fields.with(LogFields.EXPORT, order.exportId());
            } else if (exchange.getVariable(ArtifactContext.VARIABLE) instanceof ArtifactContext artifact) {
                fields.with(LogFields.EXPORT, artifact.exportId());
            }
        }

        private static @Nullable DeliveryMessage message(Exchange exchange) {
            return exchange.getVariable(DeliveryOrder.VARIABLE) instanceof DeliveryMessage message ? message : null;
        }
    }
}
