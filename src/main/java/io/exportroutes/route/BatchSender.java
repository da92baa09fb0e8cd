package io.exportroutes.route;

import io.exportroutes.delivery.ArtifactStore.Stored;
import io.exportroutes.delivery.ContentBatch;
import io.exportroutes.delivery.PutResult;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.kamelet.SinkHeaders;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.Receipt;
import io.exportroutes.run.Outcomes.DeliveryEnd;
import io.exportroutes.run.RunServices;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code batchSender}: as {@link DeliverySender} for a batch, with one write to the ledger for each step. A delivery that
 * fails here leaves the batch with a failed attempt, and goes the ordinary way.
 */
public final class BatchSender {
    private static final Logger LOG = LoggerFactory.getLogger(BatchSender.class);

    private final RunServices services;
    private final DeliverySender sender;
    private final DeliveryFailures outcomes;

    /** @param outcomes decides about the deliveries that fail here */
    public BatchSender(RunServices services, DeliverySender sender, DeliveryFailures outcomes) {
        this.services = services;
        this.sender = sender;
        this.outcomes = outcomes;
    }

    /** Begins those that are still to be made; false if there are none. */
    public boolean begin(DeliveryBatch batch) {
        if (services.stopping().requested() || batch.run().ownedRun().lost() != null) {
            batch.orders().forEach(this::over);
            batch.keep(List.of());
            return false;
        }
        if (batch.run().deadline().isPassed(services.clock())) {
            batch.left().addAll(batch.orders()); // there it becomes a dead letter, with its reason
            batch.keep(List.of());
            return false;
        }
        Set<String> open = services.ledger().deliveries().ofExports(batch.exportIds()).stream()
                .filter(delivery ->
                        delivery.destination().equals(batch.destination().name()))
                .filter(delivery -> !delivery.state().settled())
                .map(Delivery::exportId)
                .collect(Collectors.toSet());
        keep(
                batch,
                order -> open.contains(order.exportId()) && services.inFlight().begun(order.ticket()));
        Set<String> begun = new HashSet<>(batch.run()
                .ledger()
                .batches()
                .markSending(batch.exportIds(), batch.destination().name()));
        keep(batch, order -> begun.contains(order.exportId()));
        return !batch.orders().isEmpty();
    }

    /** Those that are not to be made any more are over. */
    private void keep(DeliveryBatch batch, Function<DeliveryOrder, Boolean> wanted) {
        Map<Boolean, List<DeliveryOrder>> parts =
                batch.orders().stream().collect(Collectors.partitioningBy(wanted::apply));
        batch.keep(Objects.requireNonNull(parts.get(true)));
        Objects.requireNonNull(parts.get(false)).forEach(this::over);
    }

    /** The message for the artifacts; its headers are those of the batch, and each content has its own. */
    public ContentBatch artifacts(DeliveryBatch batch, Map<String, Object> headers) {
        describe(batch, SinkHeaders.ARTIFACT, headers);
        return new ContentBatch(batch.orders().stream()
                .map(order -> new ContentBatch.Item(order.key(), sender.content(order)))
                .toList());
    }

    /** The message for the sidecars of those that the destination confirmed. */
    public ContentBatch sidecars(DeliveryBatch batch, Map<String, Object> headers) {
        describe(batch, SinkHeaders.SIDECAR, headers);
        return new ContentBatch(batch.orders().stream()
                .map(order -> new ContentBatch.Item(
                        Sidecar.keyFor(order.key()), SidecarBuilder.content(services, order, null)))
                .toList());
    }

    private static void describe(DeliveryBatch batch, String part, Map<String, Object> headers) {
        headers.clear();
        headers.put(SinkHeaders.PART, part);
        headers.put(SinkHeaders.JOB, batch.run().run().job());
        headers.put(SinkHeaders.RUN, batch.run().id());
        headers.put(SinkHeaders.DESTINATION, batch.destination().name());
    }

    /** Notes the copies that the Kamelet reports; false if there are none. */
    public boolean confirm(DeliveryBatch batch, List<PutResult> results) {
        sort(batch, results).forEach((order, stored) -> batch.copies()
                .put(order, new DeliveredCopy(stored.location(), stored.confirmation())));
        return !batch.orders().isEmpty();
    }

    /** Those whose result is a copy stay in the batch; the others leave it. */
    private Map<DeliveryOrder, Stored> sort(DeliveryBatch batch, List<PutResult> results) {
        List<DeliveryOrder> orders = batch.orders();
        if (results.size() != orders.size()) {
            throw new TransientFailure(
                    FailureCode.UNEXPECTED,
                    "The Kamelet %s gave %d results for a batch of %d"
                            .formatted(batch.destination().kamelet(), results.size(), orders.size()),
                    "They are delivered one by one; let it give a PutResult for each item, or take no batches");
        }
        Map<DeliveryOrder, Stored> stored = new LinkedHashMap<>();
        for (int at = 0; at < results.size(); at++) {
            Stored copy = results.get(at).stored();
            if (copy != null) {
                stored.put(orders.get(at), copy);
            }
        }
        batch.keep(List.copyOf(stored.keySet()));
        for (int at = 0; at < results.size(); at++) {
            if (results.get(at).stored() == null) {
                failed(batch, orders.get(at), results.get(at).failure());
            }
        }
        return stored;
    }

    /** The destination confirmed artifact and sidecar: one write for all, and the spool gets rid of what nobody needs. */
    public void recordDelivered(DeliveryBatch batch, List<PutResult> results) {
        Set<DeliveryOrder> complete = sort(batch, results).keySet();
        Map<String, Receipt> receipts = new LinkedHashMap<>();
        complete.forEach(order -> {
            DeliveredCopy copy = Objects.requireNonNull(batch.copies().get(order));
            receipts.put(order.exportId(), new Receipt(copy.location(), null, copy.confirmation()));
        });
        Set<String> delivered = new HashSet<>(batch.run()
                .ledger()
                .batches()
                .recordDelivered(receipts, batch.destination().name()));
        Map<Boolean, List<DeliveryOrder>> parts =
                complete.stream().collect(Collectors.partitioningBy(order -> delivered.contains(order.exportId())));
        batch.keep(Objects.requireNonNull(parts.get(true))); // what follows concerns the others only once
        Objects.requireNonNull(parts.get(false)).forEach(order -> failed(batch, order, unrecorded(order)));
        services.outcomes().ended(DeliveryEnd.DELIVERED, delivered.size());
        LOG.info(
                "Run {}: {} artifacts are at {}",
                batch.run().id(),
                delivered.size(),
                batch.destination().name());
        SpoolCleaner.releaseIfSettled(services, List.copyOf(delivered));
        batch.orders().forEach(this::over);
        batch.keep(List.of());
    }

    private static TransientFailure unrecorded(DeliveryOrder order) {
        return new TransientFailure(
                FailureCode.NOT_VERIFIED,
                "The ledger did not take delivery %s as DELIVERED: it or its export changed meanwhile"
                        .formatted(order.id()),
                "It is retried");
    }

    /** The whole batch failed: whatever is not recorded yet goes the ordinary way. */
    public void fail(DeliveryBatch batch, Exception thrown) {
        List<DeliveryOrder> orders = batch.orders();
        batch.keep(List.of());
        orders.forEach(order -> failed(batch, order, thrown));
    }

    /** Those that go the ordinary way, each once. */
    public List<DeliveryOrder> left(DeliveryBatch batch) {
        List<DeliveryOrder> left = List.copyOf(batch.left());
        batch.left().clear();
        return left;
    }

    private void failed(DeliveryBatch batch, DeliveryOrder order, @Nullable Exception thrown) {
        outcomes.afterBatch(order, thrown).ifPresent(batch.left()::add);
    }

    private void over(DeliveryOrder order) {
        services.inFlight().over(order.ticket());
    }
}
