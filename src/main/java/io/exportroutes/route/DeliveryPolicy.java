package io.exportroutes.route;

import io.exportroutes.component.attempt.AttemptPolicy;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.DestinationMemory;
import io.exportroutes.delivery.RevocableContent;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.kamelet.SinkHeaders;
import io.exportroutes.run.Deadlines;
import io.exportroutes.run.OwnedRun;
import io.exportroutes.run.RunServices;
import io.exportroutes.value.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Bean {@code deliveryPolicy}: a call of a destination's Kamelet reads a revocable artifact, ends at the run's deadline or when
 * the run is lost, and counts only if the Kamelet could read all of the artifact.
 */
public final class DeliveryPolicy implements AttemptPolicy {
    private final RunServices services;
    private final Function<String, DestinationMemory> memories;

    /** @param memories the remembered facts about a destination, by its name */
    public DeliveryPolicy(RunServices services, Function<String, DestinationMemory> memories) {
        this.services = services;
        this.memories = memories;
    }

    /** @throws io.exportroutes.failure.PermanentFailure {@code deadline} */
    @Override
    public Attempt begin(Exchange call, Duration timeout) {
        DeliveryOrder order = Objects.requireNonNull(DeliveryOrder.in(call), DeliveryOrder.VARIABLE);
        if (order.run().deadline().isPassed(services.clock())) {
            throw Deadlines.passed(subject(order), order.run(), null);
        }
        return new DeliveryAttempt(order, call, timeout);
    }

    private static String subject(DeliveryOrder order) {
        return "Delivery " + order.id();
    }

    private final class DeliveryAttempt implements Attempt {
        private final DeliveryOrder order;
        private final OwnedRun ownedRun;
        private final Exchange call;
        private final Duration timeout;
        private final RevocableContent content;

        DeliveryAttempt(DeliveryOrder order, Exchange call, Duration timeout) {
            this.order = order;
            this.ownedRun = order.run().ownedRun();
            this.call = call;
            this.timeout = timeout;
            this.content = new RevocableContent(
                    call.getMessage().getBody(Content.class),
                    ownedRun.claim().fence(),
                    memories.apply(order.destination().name()),
                    ownedRun::lost);
            call.getMessage().setBody(content);
            call.getMessage().removeHeader(SinkHeaders.SIZE);
            content.size().ifPresent(size -> call.getMessage().setHeader(SinkHeaders.SIZE, size));
        }

        @Override
        public String subject() {
            return DeliveryPolicy.subject(order);
        }

        @Override
        public Duration limit() {
            Duration left = order.run().deadline().left(services.clock());
            return Durations.shorter(timeout, left);
        }

        @Override
        public Ending onEarlyEnd(Runnable end) {
            return ownedRun.onLoss(end)::close;
        }

        @Override
        public @Nullable ExportFailure failure(boolean returned) {
            if (ownedRun.lost() != null) {
                return ownedRun.lost();
            }
            if (!returned) {
                return overdue();
            }
            return returnedEarly() ? early() : null;
        }

        @Override
        public void cut(ExportFailure reason) throws IOException {
            content.cut(reason);
        }

        /** A Kamelet that stores an arriving artifact has to read it to its end, which comes only once it is verified. */
        private boolean returnedEarly() {
            return SinkHeaders.ARTIFACT.equals(call.getMessage().getHeader(SinkHeaders.PART))
                    && order.destination().startsEarly()
                    && call.getException() == null
                    && !content.isGivenWhole();
        }

        private ExportFailure overdue() {
            if (order.run().deadline().isPassed(services.clock())) {
                return Deadlines.passed(subject(), order.run(), null);
            }
            return new TransientFailure(
                    FailureCode.DELIVERY_TIMEOUT,
                    subject() + " did not finish within " + Durations.print(timeout) + " and was cancelled",
                    "It is retried; if it keeps failing, find out why the destination is so slow, or raise its"
                            + " delivery-timeout.");
        }

        private ExportFailure early() {
            return new TransientFailure(
                    FailureCode.RETURNED_EARLY,
                    subject() + ": the Kamelet " + order.destination().kamelet()
                            + " returned before it had read the artifact to its end",
                    "It is retried; if it keeps failing, let the Kamelet return only when the destination has all of the"
                            + " artifact, or fail with the reason why it stopped reading");
        }
    }
}
