package io.exportroutes.route;

import io.exportroutes.api.Manifest;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.KeyFacts;
import io.exportroutes.delivery.KeyTemplate;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.delivery.SpooledContent;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.kamelet.MediaTypes;
import io.exportroutes.kamelet.SinkHeaders;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.run.Deadlines;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import io.exportroutes.value.SafeName;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code deliveries}: what a destination's Kamelet is given, and what the ledger notes of it. */
public final class DeliverySender {
    private static final Logger LOG = LoggerFactory.getLogger(DeliverySender.class);
    private static final String LOCATION = "location";
    private static final String CONFIRMATION = "confirmation";

    private final RunServices services;
    private final SidecarBuilder sidecars;
    private final Notices notices;

    public DeliverySender(RunServices services) {
        this.services = services;
        this.sidecars = new SidecarBuilder(services);
        this.notices = new Notices(services);
    }

    /** Plans the artifact's deliveries, once for each run that has it, and makes the body the orders for those that are not settled or on their way. */
    public void plan(Exchange exchange) {
        RunContext context = ExchangeState.run(exchange);
        ArtifactContext work = ArtifactContext.of(exchange);
        Map<String, String> keys = new LinkedHashMap<>();
        for (String name : context.job().destinations()) {
            keys.put(name, key(destination(name), context, work.export()));
        }
        context.ledger().deliveries().plan(work.exportId(), context.id(), keys);
        for (Delivery refused : context.ledger().deliveries().holdKeys(work.exportId(), keys)) {
            LOG.error("Run {}: delivery {} is a dead letter: {}", context.id(), refused.id(), refused.error());
        }
        List<Delivery> open = services.ledger().deliveries().ofExport(work.exportId()).stream()
                .filter(delivery -> !delivery.state().settled())
                .toList();
        open.stream().filter(this::isRemoved).forEach(delivery -> giveUp(context, delivery));
        // From here on nothing fails: what has its ticket gets onto its queue
        exchange.getMessage()
                .setBody(open.stream()
                        .filter(delivery -> !isRemoved(delivery))
                        .flatMap(delivery -> order(context, work, delivery).stream())
                        .toList());
    }

    private boolean isRemoved(Delivery delivery) {
        return !services.config().destinations().containsKey(delivery.destination());
    }

    private static void giveUp(RunContext context, Delivery delivery) {
        PermanentFailure removed = removed(delivery);
        context.ledger().deliveries().dead(delivery.exportId(), delivery.destination(), removed);
        LOG.error("Run {}: delivery {} is a dead letter: {}", context.id(), delivery.id(), removed.getMessage());
    }

    private Optional<DeliveryOrder> order(RunContext context, ArtifactContext work, Delivery delivery) {
        return services.inFlight()
                .queued(context.id(), delivery.id())
                .map(ticket ->
                        new DeliveryOrder(context, work, destination(delivery.destination()), delivery.key(), ticket));
    }

    /** The destination of the order that is the body. */
    public String destination(DeliveryOrder order) {
        return order.destination().name();
    }

    private static PermanentFailure removed(Delivery delivery) {
        return new PermanentFailure(
                "destination_removed",
                "There is no destination " + delivery.destination() + " in exports.yaml any more",
                "Put it back and replay " + delivery.id() + ", or discard it.");
    }

    private DestinationConfig destination(String name) {
        return Objects.requireNonNull(services.config().destinations().get(name), name);
    }

    private static String key(DestinationConfig destination, RunContext context, ExportEntry export) {
        Manifest manifest = export.manifest();
        return KeyTemplate.parse(destination.key())
                .expand(new KeyFacts(
                        export.project(),
                        context.job().name(),
                        context.run().scheduledFor(),
                        context.id(),
                        manifest.id(),
                        manifest.downloadName(),
                        manifest.format(),
                        manifest.kind()));
    }

    private static String name(Manifest manifest) {
        return SafeName.of(manifest.downloadName() == null ? manifest.id() : manifest.downloadName());
    }

    /** Takes the order that is the body; false where it is not to be made (any more). */
    public boolean begin(Exchange exchange) {
        DeliveryOrder order = exchange.getMessage().getBody(DeliveryOrder.class);
        Notices.begin(exchange);
        if (!services.inFlight().has(order.ticket())) {
            return false; // its run ended without it
        }
        exchange.setProperty(DeliveryOrder.PROPERTY, order);
        if (services.stopping().requested() || order.run().hold().lost() != null || settledMeanwhile(order)) {
            services.inFlight().over(order.ticket());
            return false;
        }
        if (notices.putOff(exchange, order)) {
            return false;
        }
        if (!services.inFlight().begun(order.ticket())) {
            return false;
        }
        if (order.run().deadline().isPassed(services.clock())) {
            DeadLetterRecorder.record(services, order, Deadlines.passed("Delivery " + order.id(), order.run(), null));
            return false;
        }
        order.run()
                .ledger()
                .deliveries()
                .sending(order.exportId(), order.destination().name());
        return true;
    }

    /** Whether the order, still the body, was put off by {@link #begin} and goes back to the end of its queue. */
    public boolean isPutOff(Exchange exchange) {
        return Notices.isPutOff(exchange);
    }

    /** How long until then, in milliseconds. */
    public long untilNextLook(Exchange exchange) {
        return notices.untilNextLook(exchange);
    }

    /** Another process's command may have discarded it, or its export turned out to be lost. */
    private boolean settledMeanwhile(DeliveryOrder order) {
        return services.ledger()
                .deliveries()
                .find(order.exportId(), order.destination().name())
                .map(delivery -> delivery.state().settled())
                .orElse(true);
    }

    /** Makes the message for the artifact. */
    public void artifact(Exchange exchange) throws IOException {
        DeliveryOrder order = DeliveryOrder.of(exchange);
        Manifest manifest = order.artifact().export().manifest();
        Content content = new SpooledContent(
                order.artifact().file(),
                order.destination().name(),
                MediaTypes.sound(manifest.contentType()),
                metadata(order));
        Message message = message(exchange, order, SinkHeaders.ARTIFACT, order.key(), content);
        if (!services.startsEarly(order.destination())) {
            Content.Verified verified = content.awaitVerified();
            notices.check(order, verified.size());
            message.setHeader(SinkHeaders.SIZE, verified.size());
            message.setHeader(SinkHeaders.SHA256, verified.sha256());
            message.setHeader(SinkHeaders.LOCATIONS, notices.locations(order, verified.size()));
        }
    }

    private static Message message(Exchange exchange, DeliveryOrder order, String part, String key, Content content) {
        Manifest manifest = order.artifact().export().manifest();
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(SinkHeaders.PART, part);
        message.setHeader(SinkHeaders.KEY, key);
        message.setHeader(SinkHeaders.NAME, name(manifest));
        message.setHeader(SinkHeaders.CONTENT_TYPE, content.contentType());
        message.setHeader(SinkHeaders.JOB, order.run().run().job());
        message.setHeader(SinkHeaders.RUN, order.run().id());
        message.setHeader(SinkHeaders.EXPORT_ID, order.exportId());
        message.setHeader(SinkHeaders.DESTINATION, order.destination().name());
        content.size().ifPresent(size -> message.setHeader(SinkHeaders.SIZE, size));
        message.setBody(content);
        return message;
    }

    private static Map<String, String> metadata(DeliveryOrder order) {
        return Map.of(
                "export-id", order.exportId(),
                "run", order.run().id(),
                "job", order.run().run().job());
    }

    /** Keeps where the artifact went, then makes the message for its sidecar. */
    public void sidecar(Exchange exchange) {
        DeliveryOrder order = DeliveryOrder.of(exchange);
        exchange.setProperty(LOCATION, location(exchange.getMessage(), order));
        Confirmation confirmation = confirmation(exchange.getMessage());
        exchange.setProperty(CONFIRMATION, confirmation);
        Sidecar sidecar = sidecars.of(order, confirmation);
        String key = Sidecar.keyFor(order.key());
        Message message = message(exchange, order, SinkHeaders.SIDECAR, key, sidecar.content());
        message.setHeader(SinkHeaders.SHA256, sidecar.sha256());
    }

    private static String location(Message message, DeliveryOrder order) {
        if (message.getBody() instanceof ArtifactStore.Stored stored) {
            return stored.location();
        }
        String header = message.getHeader(SinkHeaders.LOCATION, String.class);
        return header != null ? header : order.destination().name() + ":" + order.key();
    }

    /** What the Kamelet says of it; nothing that it does not say is claimed. */
    private static @Nullable Confirmation confirmation(Message message) {
        if (message.getBody() instanceof ArtifactStore.Stored stored) {
            return stored.confirmation();
        }
        return Confirmation.of(message.getHeader(SinkHeaders.CONFIRMATION, String.class))
                .orElse(null);
    }

    /** The far end confirmed both: the ledger may say so, and the spool may go once nobody needs it. */
    public void delivered(Exchange exchange) {
        DeliveryOrder order = DeliveryOrder.of(exchange);
        String location = exchange.getProperty(LOCATION, order.key(), String.class);
        order.run()
                .ledger()
                .deliveries()
                .delivered(
                        order.exportId(),
                        order.destination().name(),
                        location,
                        exchange.getProperty(CONFIRMATION, Confirmation.class));
        LOG.info("Run {}: {} is at {}", order.run().id(), order.exportId(), location);
        SpoolCleaner.releaseIfSettled(services, order.exportId());
        services.inFlight().over(order.ticket());
    }
}
