package io.exportroutes.route;

import io.exportroutes.api.CallLimit;
import io.exportroutes.config.RetryConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import io.exportroutes.value.LogFields;
import java.time.Duration;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code attemptFailed}: records each failed attempt, and sets the delay if the server asked for one. */
public final class FailedAttemptRecorder implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(FailedAttemptRecorder.class);

    /** The route configuration varies each delay by this much, up and down. */
    private static final double JITTER = 0.15;

    /** The exchange variable that is set while the API is asked for an export. */
    static final String REQUESTING = "requesting";

    private final RunServices services;
    private final FailureReader failures;

    public FailedAttemptRecorder(RunServices services, FailureReader failures) {
        this.services = services;
        this.failures = failures;
    }

    @Override
    public void process(Exchange exchange) {
        ExportFailure failure = failures.of(exchange);
        exchange.setVariable(Attempts.VARIABLE, Attempts.of(exchange).and(failure));
        Duration wait = delay(exchange, failure);
        if (wait == null) {
            exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
        } else {
            exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, wait.toMillis());
        }
        if (exchange.removeVariable(REQUESTING) != null) {
            ExportRequester.refused(Objects.requireNonNull(run(exchange)), failure);
        }
        DeliveryOrder order = DeliveryOrder.in(exchange);
        if (order != null && !noted(order, failure)) {
            return;
        }
        try (LogFields fields = LogContext.fields(exchange)) {
            fields.with(LogFields.REQUEST, failure.requestId());
            LOG.warn("Attempt of {} failed ({}): {}", subject(exchange), failure.code(), failure.getMessage());
        }
    }

    /** The delay that the server asked for, at most until the run's deadline; null if the route configuration's is enough. */
    private @Nullable Duration delay(Exchange exchange, ExportFailure failure) {
        Duration asked = failures.retryAfter(failure);
        RunContext run = run(exchange);
        if (run == null) {
            return asked;
        }
        RetryConfig retry = services.config().service().retry();
        Duration left = run.deadline().left(services.clock()).plusMillis(1);
        if (asked == null && left.toMillis() > retry.maxDelay().toMillis() * (1 + JITTER)) {
            return null;
        }
        Duration wait =
                asked == null ? retry.delay(Math.max(1, Attempts.of(exchange).count())) : asked;
        return wait.compareTo(left) < 0 || left.isNegative() ? wait : left;
    }

    /** False if the run is no longer ours, or the delivery settled already: what broke here says nothing about its destination. */
    private static boolean noted(DeliveryOrder order, ExportFailure failure) {
        if (order.run().ownedRun().lost() != null) {
            return false;
        }
        try {
            order.ledger()
                    .recordFailedAttempt(order.exportId(), order.destination().name(), failure);
            return true;
        } catch (TakenOverFailure e) {
            return false; // already logged where it was detected
        } catch (PermanentFailure e) {
            if (!e.is(FailureCode.LEDGER_TRANSITION)) {
                throw e;
            }
            return !failure.is(FailureCode.LEDGER_TRANSITION);
        }
    }

    private static String subject(Exchange exchange) {
        DeliveryOrder order = DeliveryOrder.in(exchange);
        if (order != null) {
            return "delivery " + order.id() + " of run " + order.run().id();
        }
        ArtifactContext work = exchange.getVariable(ArtifactContext.VARIABLE, ArtifactContext.class);
        RunContext context = run(exchange);
        String run = context == null ? "a run" : "run " + context.id();
        return work == null ? run : "download " + work.exportId() + " of " + run;
    }

    /** The run that failed, or whose artifact or delivery did; null before it has begun. */
    private static @Nullable RunContext run(Exchange exchange) {
        DeliveryOrder order = DeliveryOrder.in(exchange);
        return order == null ? exchange.getVariable(CallLimit.VARIABLE, RunContext.class) : order.run();
    }
}
