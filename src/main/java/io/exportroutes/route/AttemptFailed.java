package io.exportroutes.route;

import io.exportroutes.api.ApiGate;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.TakenOverFailure;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code attemptFailed}: notes each failed try, and obeys Retry-After before Camel computes the delay. */
public final class AttemptFailed implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptFailed.class);

    private final Failures failures;

    public AttemptFailed(Failures failures) {
        this.failures = failures;
    }

    @Override
    public void process(Exchange exchange) {
        ExportFailure failure = failures.of(exchange);
        if (!failure.code().equals(ApiGate.SLOWED_DOWN)) {
            Tries.failed(exchange);
        }
        Duration wait = failures.retryAfter(failure);
        if (wait == null) {
            exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
        } else {
            exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, wait.toMillis());
        }
        DeliveryOrder order = DeliveryOrder.in(exchange);
        if (order != null && !noted(order, failure)) {
            return;
        }
        LOG.warn("A try of {} failed ({}): {}", subject(exchange), failure.code(), failure.getMessage());
    }

    /** False where the run is no longer ours: what broke here says nothing about its destination. */
    private static boolean noted(DeliveryOrder order, ExportFailure failure) {
        if (order.run().hold().lost() != null) {
            return false;
        }
        try {
            order.run()
                    .ledger()
                    .deliveries()
                    .attemptFailed(order.exportId(), order.destination().name(), failure);
            return true;
        } catch (TakenOverFailure e) {
            return false; // said where it was noticed
        }
    }

    static String subject(Exchange exchange) {
        DeliveryOrder order = DeliveryOrder.in(exchange);
        if (order != null) {
            return "delivery " + order.id() + " of run " + order.run().id();
        }
        ArtifactWork work = ArtifactWork.in(exchange);
        RunContext context = exchange.getProperty(RunContext.PROPERTY, RunContext.class);
        String run = context == null ? "a run" : "run " + context.id();
        return work == null ? run : "download " + work.exportId() + " of " + run;
    }
}
