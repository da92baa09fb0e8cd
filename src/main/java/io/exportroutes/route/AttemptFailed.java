package io.exportroutes.route;

import io.exportroutes.config.RetryConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.TakenOverFailure;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code attemptFailed}: notes each failed try, and says how long to wait where that is not Camel's to compute. */
public final class AttemptFailed implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptFailed.class);

    /** The route configuration varies each delay by this much, up and down. */
    private static final double JITTER = 0.15;

    private final Services services;
    private final Failures failures;

    public AttemptFailed(Services services, Failures failures) {
        this.services = services;
        this.failures = failures;
    }

    @Override
    public void process(Exchange exchange) {
        ExportFailure failure = failures.of(exchange);
        Tries.failed(exchange, failure);
        Duration wait = delay(exchange, failure);
        if (wait == null) {
            exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
        } else {
            exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, wait.toMillis());
        }
        RequestSteps.failed(exchange, failure);
        DeliveryOrder order = DeliveryOrder.in(exchange);
        if (order != null && !noted(order, failure)) {
            return;
        }
        LOG.warn("A try of {} failed ({}): {}", subject(exchange), failure.code(), failure.getMessage());
    }

    /** What the server asked for, at most until the run's deadline; null where the route configuration's delay ends before it. */
    private @Nullable Duration delay(Exchange exchange, ExportFailure failure) {
        Duration asked = failures.retryAfter(failure);
        RunContext run = FailureSteps.run(exchange);
        if (run == null) {
            return asked;
        }
        RetryConfig retry = services.config().retry();
        Duration left = run.deadline().left(services.clock()).plusMillis(1);
        if (asked == null && left.toMillis() > retry.maxDelay().toMillis() * (1 + JITTER)) {
            return null;
        }
        Duration wait = asked == null ? retry.delay(Math.max(1, Tries.count(exchange))) : asked;
        return wait.compareTo(left) < 0 || left.isNegative() ? wait : left;
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
