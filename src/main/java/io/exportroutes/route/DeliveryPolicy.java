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
 * Bean {@code deliveryPolicy}: a call of a destination's Kamelet reads an artifact that can be taken away from it, lasts no longer
 * than its run may, ends when the run is lost, and counts only if the Kamelet had the chance to read all of the artifact.
 */
public final class DeliveryPolicy implements AttemptPolicy {
    private final RunServices services;
    private final Function<String, DestinationMemory> memories;

    /** @param memories what is remembered of a destination, by its name */
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
        private final OwnedRun hold;
        private final Exchange call;
        private final Duration timeout;
        private final RevocableContent content;

        DeliveryAttempt(DeliveryOrder order, Exchange call, Duration timeout) {
            this.order = order;
            this.hold = order.run().hold();
            this.call = call;
            this.timeout = timeout;
            this.content = new RevocableContent(
                    call.getMessage().getBody(Content.class),
                    hold.claim().fence(),
                    memories.apply(order.destination().name()),
                    hold::lost);
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
            return timeout.compareTo(left) < 0 ? timeout : left;
        }

        @Override
        public Ending onEarlyEnd(Runnable end) {
            return hold.onLoss(end)::close;
        }

        @Override
        public @Nullable ExportFailure failure(boolean returned) {
            if (hold.lost() != null) {
                return hold.lost();
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

        /** What keeps an artifact that is still arriving has to read it to its end, and that comes only once it is verified. */
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
                    subject() + " was not through within " + Durations.print(timeout) + " and was broken off",
                    "It is retried; if it stays, see what makes the destination so slow, or raise its"
                            + " delivery-timeout.");
        }

        private ExportFailure early() {
            return new TransientFailure(
                    FailureCode.RETURNED_EARLY,
                    subject() + ": the Kamelet " + order.destination().kamelet()
                            + " returned before it had read the artifact to its end",
                    "It is retried; if it stays, let the Kamelet return only when the far end has all of the"
                            + " artifact, or raise what keeps it from reading on");
        }
    }
}
