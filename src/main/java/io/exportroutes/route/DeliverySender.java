package io.exportroutes.route;

import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.delivery.SpooledContent;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.kamelet.MediaTypes;
import io.exportroutes.kamelet.SinkHeaders;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.run.Deadlines;
import io.exportroutes.run.Outcomes.DeliveryEnd;
import io.exportroutes.run.RunServices;
import io.exportroutes.spool.SpoolFile;
import io.exportroutes.value.Durations;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code deliverySender}: prepares the messages for a destination's Kamelet and records its result in the ledger. */
public final class DeliverySender {
    private static final Logger LOG = LoggerFactory.getLogger(DeliverySender.class);

    /** An order that waits is looked at this often, as its run may be lost or the program stop. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final RunServices services;
    private final Notices notices;
    private final Encryption encryption;

    public DeliverySender(RunServices services, Notices notices) {
        this.services = services;
        this.notices = notices;
        this.encryption = new Encryption(services);
    }

    /** The attempts that failed before, in a batch; null without one. */
    public @Nullable Attempts attemptsBefore(DeliveryMessage message) {
        return message instanceof DeliveryOrder order ? order.turn().failedInBatch() : null;
    }

    /** Whether the order was postponed when it was last taken from its queue, and goes back to the end of it. */
    public boolean isPostponed(DeliveryOrder order) {
        return order.waiting().isPostponed();
    }

    /** The time to the next check of an order that was postponed, in milliseconds. */
    public long untilNextCheck(DeliveryOrder order) {
        Duration asked = leftToWait(order);
        Duration wait = isOver(asked) ? notices.untilNextCheck(order) : Durations.shorter(asked, LONGEST_WAIT);
        return wait.plusMillis(1).toMillis(); // rounded up: not before that time
    }

    /** What is left of the wait that the server asked for, at most until the run's deadline. */
    private Duration leftToWait(DeliveryOrder order) {
        return Durations.shorter(order.waiting().asked(), order.run().deadline().left(services.clock()));
    }

    private static boolean isOver(Duration left) {
        return left.compareTo(Duration.ZERO) <= 0;
    }

    /** Whether the delivery is to be made now; false if it is postponed, or not to be made any more. */
    public boolean begin(DeliveryOrder order) {
        order.waiting().postponed(false);
        if (!services.inFlight().has(order.ticket())) {
            return false; // its run ended without it
        }
        boolean ended =
                services.stopping().requested() || order.run().ownedRun().lost() != null;
        if (!ended && !isOver(leftToWait(order))) {
            order.waiting().postponed(true);
            return false;
        }
        if (ended || settledMeanwhile(order)) {
            services.inFlight().over(order.ticket());
            return false;
        }
        if (waitsForOthers(order)) {
            order.waiting().postponed(true);
            return false;
        }
        if (!services.inFlight().begun(order.ticket())) {
            return false;
        }
        if (order.run().deadline().isPassed(services.clock())) {
            ExportFailure before = Attempts.orNone(order.turn().failedInBatch()).last();
            DeadLetterRecorder.record(services, order, Deadlines.passed("Delivery " + order.id(), order.run(), before));
            return false;
        }
        order.ledger().markSending(order.exportId(), order.destination().name());
        return true;
    }

    /** For what a notice names, or for the delivery that encrypts the artifact for the same recipients. */
    private boolean waitsForOthers(DeliveryOrder order) {
        return notices.postpone(order) || encryption.isUnderWay(order);
    }

    /** Another process's command may have discarded it, or its export turned out to be lost. */
    private boolean settledMeanwhile(DeliveryOrder order) {
        return services.ledger()
                .deliveries()
                .find(order.exportId(), order.destination().name())
                .map(delivery -> delivery.state().settled())
                .orElse(true);
    }

    /**
     * The message for the artifact.
     *
     * @param headers of the message; all earlier headers are removed
     * @return its body
     */
    public Content artifact(DeliveryOrder order, Map<String, Object> headers) throws IOException {
        Content content = content(order);
        if (order.startsEarly()) {
            describe(order, SinkHeaders.ARTIFACT, order.key(), content, headers);
            return content;
        }
        long size = content.awaitVerified().size();
        notices.check(order, size);
        if (order.recipients() != null) {
            content = spooled(order, encryption.file(order), MediaTypes.UNKNOWN);
        }
        Verified stored = content.awaitVerified();
        describe(order, SinkHeaders.ARTIFACT, order.key(), content, headers);
        headers.put(SinkHeaders.SIZE, stored.size());
        headers.put(SinkHeaders.SHA256, stored.sha256());
        headers.put(SinkHeaders.LOCATIONS, notices.locations(order, size));
        services.ledger()
                .deliveries()
                .copies()
                .chains()
                .head(order.run().run().job())
                .ifPresent(head -> headers.put(SinkHeaders.CHAIN_HEAD, head.toString()));
        return content;
    }

    /** The artifact's bytes as they lie, or grow, in the spool. */
    Content content(DeliveryOrder order) {
        return spooled(
                order,
                order.artifact().file(),
                MediaTypes.sound(order.artifact().export().manifest().artifact().contentType()));
    }

    private static Content spooled(DeliveryOrder order, SpoolFile file, String contentType) {
        return new SpooledContent(file, order.destination().name(), contentType, metadata(order));
    }

    private static void describe(
            DeliveryOrder order, String part, String key, Content content, Map<String, Object> headers) {
        headers.clear();
        headers.put(SinkHeaders.PART, part);
        headers.put(SinkHeaders.KEY, key);
        headers.put(SinkHeaders.NAME, SidecarBuilder.name(order));
        headers.put(SinkHeaders.CONTENT_TYPE, content.contentType());
        headers.put(SinkHeaders.JOB, order.run().run().job());
        headers.put(SinkHeaders.RUN, order.run().id());
        headers.put(SinkHeaders.EXPORT_ID, order.exportId());
        headers.put(SinkHeaders.DESTINATION, order.destination().name());
        content.size().ifPresent(size -> headers.put(SinkHeaders.SIZE, size));
    }

    private static Map<String, String> metadata(DeliveryOrder order) {
        return Map.of(
                "export-id", order.exportId(),
                "run", order.run().id(),
                "job", order.run().run().job());
    }

    /**
     * The Kamelet's report about the artifact; nothing else is recorded.
     *
     * @param reply the body and the headers that it left
     */
    public DeliveredCopy confirmed(DeliveryOrder order, @Nullable Object reply, Map<String, Object> headers) {
        if (reply instanceof ArtifactStore.Stored stored) {
            return new DeliveredCopy(stored.location(), stored.confirmation());
        }
        String location = text(headers, SinkHeaders.LOCATION);
        return new DeliveredCopy(
                location != null ? location : order.destination().name() + ":" + order.key(),
                Confirmation.of(text(headers, SinkHeaders.CONFIRMATION)).orElse(null));
    }

    /** A foreign Kamelet may have set an object that only prints as text. */
    private static @Nullable String text(Map<String, Object> headers, String name) {
        Object value = headers.get(name);
        return value == null ? null : value.toString();
    }

    /** As {@link #artifact}, for the sidecar of the copy. */
    public Content sidecar(DeliveryOrder order, Map<String, Object> headers) {
        Sidecar.Encrypted encrypted = encrypted(order);
        Content content = SidecarBuilder.content(services, order, encrypted);
        describe(order, SinkHeaders.SIDECAR, Sidecar.keyFor(order.key()), content, headers);
        headers.put(
                SinkHeaders.SHA256,
                encrypted == null
                        ? order.artifact().verified().bytes().sha256()
                        : encrypted.bytes().sha256());
        return content;
    }

    private Sidecar.@Nullable Encrypted encrypted(DeliveryOrder order) {
        String recipients = order.recipients();
        return recipients == null
                ? null
                : new Sidecar.Encrypted(
                        encryption.facts(order.exportId(), recipients).stored(), encryption.set(recipients));
    }

    /** The destination confirmed both: records the delivery, and removes the spool file once no other delivery needs it. */
    public void recordDelivered(DeliveryOrder order, DeliveredCopy copy) {
        order.ledger()
                .recordDelivered(order.exportId(), order.destination().name(), copy.location(), copy.confirmation());
        services.outcomes().ended(DeliveryEnd.DELIVERED, 1);
        LOG.info(
                "Run {}: {} is at {}, {}",
                order.run().id(),
                order.exportId(),
                order.destination().name(),
                copy.location());
        SpoolCleaner.releaseIfSettled(services, order.exportId());
        services.inFlight().over(order.ticket());
    }
}
