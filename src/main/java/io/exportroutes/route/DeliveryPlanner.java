package io.exportroutes.route;

import io.exportroutes.api.Manifest;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.KeyFacts;
import io.exportroutes.config.KeyTemplate;
import io.exportroutes.encryption.RecipientSet;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Recipients;
import io.exportroutes.run.Outcomes.DeliveryEnd;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code deliveryPlanner}: plans the deliveries of an artifact, and queues those that there is room for. */
public final class DeliveryPlanner {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryPlanner.class);

    private final RunServices services;

    public DeliveryPlanner(RunServices services) {
        this.services = services;
    }

    /** Plans the artifact's deliveries, once for each run that has it; gives the orders for those that are neither settled nor on their way. */
    public List<DeliveryOrder> plan(RunContext context, ArtifactContext work) {
        note(context, work.export());
        return orders(
                context,
                Map.of(work.exportId(), work),
                services.ledger().deliveries().ofExport(work.exportId()));
    }

    /** Plans them in the ledger alone, as for an artifact that nobody may deliver yet. */
    void note(RunContext context, ExportEntry export) {
        String id = export.manifest().id();
        Map<String, String> keys = keys(context, export);
        context.ledger().deliveries().plan(id, context.id(), keys, recipients(context));
        takeKeys(context, export, keys);
    }

    /** As {@link #plan} for several small ones: a batch for each destination that takes batches, single orders for the others. */
    public List<DeliveryMessage> planAll(RunContext context, List<ArtifactContext> works) {
        if (works.isEmpty()) {
            return List.of();
        }
        Map<String, Map<String, String>> keys = new LinkedHashMap<>();
        Map<String, ArtifactContext> byId = new LinkedHashMap<>();
        works.forEach(work -> {
            keys.put(work.exportId(), keys(context, work.export()));
            byId.put(work.exportId(), work);
        });
        for (String without : Set.copyOf(context.ledger().batches().plan(context.id(), keys, recipients(context)))) {
            takeKeys(context, Objects.requireNonNull(byId.get(without)).export(), keys.getOrDefault(without, Map.of()));
        }
        return messages(orders(context, byId, services.ledger().deliveries().ofExports(List.copyOf(byId.keySet()))));
    }

    private static List<DeliveryMessage> messages(List<DeliveryOrder> orders) {
        Map<DestinationConfig, List<DeliveryOrder>> batches = new LinkedHashMap<>();
        List<DeliveryMessage> messages = new ArrayList<>();
        for (DeliveryOrder order : orders) {
            if (order.destination().takesBatches() && order.recipients() == null) {
                batches.computeIfAbsent(order.destination(), destination -> new ArrayList<>())
                        .add(order);
            } else {
                messages.add(order);
            }
        }
        batches.values().forEach(batch -> {
            if (batch.size() > 1) {
                messages.add(new DeliveryBatch(batch));
            } else {
                messages.addAll(batch);
            }
        });
        return messages;
    }

    private Map<String, String> keys(RunContext context, ExportEntry export) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (String name : context.job().destinations()) {
            DestinationConfig destination = destination(name);
            keys.put(name, key(destination, context, export, destination.encryption() != null));
        }
        return keys;
    }

    /** For whom each of the job's destinations gets it encrypted. */
    private Map<String, Recipients> recipients(RunContext context) {
        Map<String, Recipients> recipients = new HashMap<>();
        for (String name : context.job().destinations()) {
            RecipientSet set = destination(name).encryption();
            if (set != null) {
                recipients.put(name, new Recipients(set.fingerprint(), set.json()));
            }
        }
        return recipients;
    }

    private void takeKeys(RunContext context, ExportEntry export, Map<String, String> keys) {
        String id = export.manifest().id();
        for (Delivery refused : context.ledger().deliveries().holdKeys(id, anew(context, export, keys))) {
            services.outcomes().ended(DeliveryEnd.DEAD, 1);
            LOG.error(
                    "Run {}: delivery {} is a dead letter: {}",
                    context.id(),
                    refused.id(),
                    refused.failure().message());
        }
    }

    /** One that was refused its key gets a new one, and keeps its recipients or none, whatever exports.yaml says by now. */
    private Map<String, String> anew(RunContext context, ExportEntry export, Map<String, String> keys) {
        Map<String, String> fitting = new HashMap<>(keys);
        for (Delivery planned :
                services.ledger().deliveries().ofExport(export.manifest().id())) {
            if (FailureCode.KEY_TAKEN.word().equals(planned.failure().code())) {
                boolean encrypted = planned.plan().recipients() != null;
                fitting.computeIfPresent(
                        planned.destination(), (name, key) -> key(destination(name), context, export, encrypted));
            }
        }
        return fitting;
    }

    private List<DeliveryOrder> orders(
            RunContext context, Map<String, ArtifactContext> works, List<Delivery> deliveries) {
        List<Delivery> open = deliveries.stream()
                .filter(delivery -> !delivery.state().settled())
                .toList();
        open.stream().filter(this::isRemoved).forEach(delivery -> giveUp(context, delivery));
        // From here on nothing fails: what has its ticket gets onto its queue
        return open.stream()
                .filter(delivery -> !isRemoved(delivery))
                .flatMap(delivery ->
                        order(context, Objects.requireNonNull(works.get(delivery.exportId())), delivery).stream())
                .toList();
    }

    private boolean isRemoved(Delivery delivery) {
        return !services.config().destinations().containsKey(delivery.destination());
    }

    private void giveUp(RunContext context, Delivery delivery) {
        PermanentFailure removed = removed(delivery);
        context.ledger().deliveries().markDead(delivery.exportId(), delivery.destination(), removed);
        services.outcomes().ended(DeliveryEnd.DEAD, 1);
        LOG.error("Run {}: delivery {} is a dead letter: {}", context.id(), delivery.id(), removed.getMessage());
    }

    private Optional<DeliveryOrder> order(RunContext context, ArtifactContext work, Delivery delivery) {
        return services.inFlight()
                .queued(context.id(), delivery.id())
                .map(ticket ->
                        new DeliveryOrder(context, work, destination(delivery.destination()), delivery.plan(), ticket));
    }

    /** The name of the message's destination, after which its queue is called. */
    public String destination(DeliveryMessage message) {
        return message.destination().name();
    }

    private static PermanentFailure removed(Delivery delivery) {
        return new PermanentFailure(
                FailureCode.DESTINATION_REMOVED,
                "There is no destination " + delivery.destination() + " in exports.yaml any more",
                "Restore it and replay " + delivery.id() + ", or discard it.");
    }

    private DestinationConfig destination(String name) {
        return Objects.requireNonNull(services.config().destinations().get(name), name);
    }

    private static String key(
            DestinationConfig destination, RunContext context, ExportEntry export, boolean encrypted) {
        Manifest manifest = export.manifest();
        String plain = KeyTemplate.parse(destination.key())
                .expand(new KeyFacts(
                        new KeyFacts.OfRun(
                                context.id(),
                                context.job().name(),
                                export.owner().project(),
                                context.run().origin().scheduledFor()),
                        new KeyFacts.OfExport(
                                manifest.id(),
                                manifest.artifact().downloadName(),
                                manifest.scope().format(),
                                manifest.scope().kind())));
        return encrypted ? plain + RecipientSet.SUFFIX : plain;
    }
}
