package io.exportroutes.route;

import io.exportroutes.delivery.DestinationMemory;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.StopRequested;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.kamelet.SinkHeaders;
import io.exportroutes.run.Deadlines;
import io.exportroutes.run.OwnedRun;
import io.exportroutes.run.RunServices;
import io.exportroutes.value.Durations;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Runs each call of a destination's Kamelet, of whatever type, under the destination's delivery-timeout and the run's
 * deadline. The call works on a copy of the exchange, on a thread of its own: at the limit the copy's streams are cut, the
 * thread is interrupted, and the exchange fails, even where the Kamelet heeds neither.
 */
public final class DeliveryTimeout implements InterceptStrategy {
    /** How long a call that was broken off may take to tidy up before the delivery goes on without it. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final RunServices services;
    private final Function<String, DestinationMemory> memories;
    private final Clock clock;

    /** @param memories what is remembered of a destination, by its name */
    public DeliveryTimeout(RunServices services, Function<String, DestinationMemory> memories) {
        this.services = services;
        this.memories = memories;
        this.clock = services.clock();
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        if (!(definition instanceof ToDefinition to) || !to.getUri().startsWith("kamelet:")) {
            return target;
        }
        ExecutorService threads = context.getExecutorServiceManager().newCachedThreadPool(this, "attempt");
        AsyncProcessor unlimited = AsyncProcessorConverterHelper.convert(target);
        return new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                DeliveryOrder order = DeliveryOrder.in(exchange);
                if (order == null) {
                    return unlimited.process(exchange, callback);
                }
                try {
                    DestinationMemory memory =
                            memories.apply(order.destination().name());
                    attempt(
                            exchange,
                            order,
                            new KameletCall(exchange, order.run().hold(), memory, target, threads));
                } catch (Exception e) {
                    exchange.setException(e);
                }
                callback.done(true);
                return true;
            }
        };
    }

    private void attempt(Exchange exchange, DeliveryOrder order, KameletCall attempt) throws Exception {
        Duration left = left(order);
        if (left.isNegative() || left.isZero()) {
            throw Deadlines.passed("Delivery " + order.id(), order.run(), null);
        }
        OwnedRun hold = order.run().hold();
        try (OwnedRun.Broken broken = hold.onLoss(attempt::wake)) {
            boolean over = attempt.run(left);
            TakenOverFailure lost = hold.lost();
            if (lost != null) {
                throw brokenOff(attempt, lost, FAREWELL);
            }
            if (!over) {
                throw brokenOff(attempt, overdue(order), FAREWELL);
            }
            if (returnedEarly(exchange, order, attempt)) {
                throw brokenOff(attempt, early(order), Duration.ZERO);
            }
            attempt.copyResultsTo(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            String what = "Delivery " + order.id();
            attempt.breakOff(
                    new TransientFailure(
                            FailureCode.INTERRUPTED, what + " was interrupted", "It goes on at the next start."),
                    Duration.ZERO);
            throw new StopRequested(what);
        }
    }

    private static ExportFailure brokenOff(KameletCall attempt, ExportFailure failure, Duration grace)
            throws InterruptedException, IOException {
        attempt.breakOff(failure, grace);
        return failure;
    }

    /** What keeps an artifact that is still arriving has to read it to its end, and that comes only once it is verified. */
    private boolean returnedEarly(Exchange exchange, DeliveryOrder order, KameletCall attempt) {
        return SinkHeaders.ARTIFACT.equals(exchange.getMessage().getHeader(SinkHeaders.PART))
                && services.startsEarly(order.destination())
                && !attempt.failed()
                && !attempt.hadAll();
    }

    private static TransientFailure early(DeliveryOrder order) {
        return new TransientFailure(
                FailureCode.RETURNED_EARLY,
                "Delivery " + order.id() + ": the Kamelet "
                        + order.destination().kamelet() + " returned before it had read the artifact to its end",
                "It is retried; if it stays, let the Kamelet return only when the far end has all of the artifact,"
                        + " or raise what keeps it from reading on");
    }

    private Duration left(DeliveryOrder order) {
        Duration own = order.destination().deliveryTimeout();
        Duration run = order.run().deadline().left(clock);
        return own.compareTo(run) < 0 ? own : run;
    }

    private ExportFailure overdue(DeliveryOrder order) {
        if (order.run().deadline().isPassed(clock)) {
            return Deadlines.passed("Delivery " + order.id(), order.run(), null);
        }
        return new TransientFailure(
                FailureCode.DELIVERY_TIMEOUT,
                "Delivery " + order.id() + " was not through within "
                        + Durations.print(order.destination().deliveryTimeout()) + " and was broken off",
                "It is retried; if it stays, see what makes the destination so slow, or raise its delivery-timeout.");
    }
}
