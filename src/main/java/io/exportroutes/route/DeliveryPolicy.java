package io.exportroutes.route;

import io.exportroutes.component.attempt.AttemptPolicy;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.ContentBatch;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
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
        DeliveryBatch batch = call.getVariable(DeliveryBatch.VARIABLE, DeliveryBatch.class);
        DeliveryMessage work =
                batch != null ? batch : Objects.requireNonNull(DeliveryOrder.in(call), DeliveryOrder.VARIABLE);
        if (work.run().deadline().isPassed(services.clock())) {
            throw Deadlines.passed(subject(work), work.run(), null);
        }
        return new DeliveryAttempt(work, call, timeout);
    }

    private static String subject(DeliveryMessage work) {
        return work instanceof DeliveryOrder order
                ? "Delivery " + order.id()
                : "A batch to " + work.destination().name() + " of run "
                        + work.run().id();
    }

    private final class DeliveryAttempt implements Attempt {
        private final DeliveryMessage work;
        private final OwnedRun ownedRun;
        private final Exchange call;
        private final Duration timeout;
        private final List<RevocableContent> contents = new ArrayList<>();

        DeliveryAttempt(DeliveryMessage work, Exchange call, Duration timeout) {
            this.work = work;
            this.ownedRun = work.run().ownedRun();
            this.call = call;
            this.timeout = timeout;
            Message message = call.getMessage();
            if (message.getBody() instanceof ContentBatch batch) {
                message.setBody(new ContentBatch(batch.items().stream()
                        .map(item -> new ContentBatch.Item(item.key(), revocable(item.content())))
                        .toList()));
            } else {
                RevocableContent content = revocable(message.getBody(Content.class));
                message.setBody(content);
                message.removeHeader(SinkHeaders.SIZE);
                content.size().ifPresent(size -> message.setHeader(SinkHeaders.SIZE, size));
            }
        }

        private RevocableContent revocable(Content content) {
            RevocableContent revocable = new RevocableContent(
                    content,
                    ownedRun.claim().fence(),
                    memories.apply(work.destination().name()),
                    ownedRun::lost);
            contents.add(revocable);
            return revocable;
        }

        @Override
        public String subject() {
            return DeliveryPolicy.subject(work);
        }

        @Override
        public Duration limit() {
            Duration left = work.run().deadline().left(services.clock());
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
            for (RevocableContent content : contents) {
                content.cut(reason);
            }
        }

        /** A Kamelet that stores an arriving artifact has to read it to its end, which comes only once it is verified. */
        private boolean returnedEarly() {
            return work instanceof DeliveryOrder order
                    && SinkHeaders.ARTIFACT.equals(call.getMessage().getHeader(SinkHeaders.PART))
                    && order.startsEarly()
                    && call.getException() == null
                    && !contents.get(0).isGivenWhole();
        }

        private ExportFailure overdue() {
            if (work.run().deadline().isPassed(services.clock())) {
                return Deadlines.passed(subject(), work.run(), null);
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
                    subject() + ": the Kamelet " + work.destination().kamelet()
                            + " returned before it had read the artifact to its end",
                    "It is retried; if it keeps failing, let the Kamelet return only when the destination has all of the"
                            + " artifact, or fail with the reason why it stopped reading");
        }
    }
}
