package io.exportroutes.route;

import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.ContentBatch;
import io.exportroutes.delivery.PutResult;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.StopRequested;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.kamelet.SinkHeaders;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.Receipt;
import io.exportroutes.run.RunServices;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    private final FailureReader failures;

    public BatchSender(RunServices services, DeliverySender sender, FailureReader failures) {
        this.services = services;
        this.sender = sender;
        this.failures = failures;
    }

    /** Begins those that are still to be made; false if there are none. */
    public boolean begin(DeliveryBatch batch) {
        if (services.stopping().requested() || batch.run().ownedRun().lost() != null) {
            batch.orders().forEach(this::over);
            batch.keep(List.of());
            return false;
        }
        if (batch.run().deadline().isPassed(services.clock())) {
            leave(batch, batch.orders()); // there it becomes a dead letter, with its reason
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
                .map(order -> new ContentBatch.Item(Sidecar.keyFor(order.key()), sidecar(batch, order)))
                .toList());
    }

    private static Content sidecar(DeliveryBatch batch, DeliveryOrder order) {
        DeliveredCopy copy = Objects.requireNonNull(batch.copies().get(order));
        return SidecarBuilder.of(order, copy.confirmation()).content();
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
        List<DeliveryOrder> stored = sort(batch, results);
        for (int at = 0, next = 0; at < results.size() && next < stored.size(); at++) {
            PutResult result = results.get(at);
            if (result.stored() != null) {
                batch.copies()
                        .put(
                                stored.get(next++),
                                new DeliveredCopy(
                                        result.stored().location(),
                                        result.stored().confirmation()));
            }
        }
        return !stored.isEmpty();
    }

    /** The orders whose result is a copy stay; the others leave the batch. */
    private List<DeliveryOrder> sort(DeliveryBatch batch, List<PutResult> results) {
        List<DeliveryOrder> stored = new ArrayList<>();
        for (int at = 0; at < results.size(); at++) {
            DeliveryOrder order = batch.orders().get(at);
            Exception failure = results.get(at).failure();
            if (failure == null) {
                stored.add(order);
            } else {
                failed(batch, order, failure);
            }
        }
        batch.keep(stored);
        return stored;
    }

    /** The destination confirmed artifact and sidecar: one write for all, and the spool gets rid of what nobody needs. */
    public void recordDelivered(DeliveryBatch batch, List<PutResult> results) {
        List<DeliveryOrder> complete = sort(batch, results);
        Map<String, Receipt> receipts = new LinkedHashMap<>();
        complete.forEach(order -> {
            DeliveredCopy copy = Objects.requireNonNull(batch.copies().get(order));
            receipts.put(order.exportId(), new Receipt(copy.location(), null, copy.confirmation()));
        });
        Set<String> delivered = new HashSet<>(batch.run()
                .ledger()
                .batches()
                .recordDelivered(receipts, batch.destination().name()));
        List<DeliveryOrder> refused = complete.stream()
                .filter(order -> !delivered.contains(order.exportId()))
                .toList();
        leave(batch, refused);
        LOG.info(
                "Run {}: {} artifacts are at {}",
                batch.run().id(),
                delivered.size(),
                batch.destination().name());
        SpoolCleaner.releaseIfSettled(services, List.copyOf(delivered));
        complete.stream().filter(order -> delivered.contains(order.exportId())).forEach(this::over);
        batch.keep(List.of());
    }

    /** The whole batch failed: whatever is not recorded yet goes the ordinary way. */
    public void fail(DeliveryBatch batch, Exception thrown) {
        if (thrown instanceof StopRequested || services.stopping().requested()) {
            batch.orders().forEach(order -> {
                order.ledger().putBack(order.exportId(), order.destination().name());
                over(order);
            });
        } else if (thrown instanceof TakenOverFailure || batch.run().ownedRun().lost() != null) {
            batch.orders().forEach(this::over);
        } else {
            batch.orders().forEach(order -> failed(batch, order, thrown));
        }
        batch.keep(List.of());
    }

    /** Those that go the ordinary way, each once. */
    public List<DeliveryOrder> left(DeliveryBatch batch) {
        List<DeliveryOrder> left = List.copyOf(batch.left());
        batch.left().clear();
        return left;
    }

    private void failed(DeliveryBatch batch, DeliveryOrder order, Exception thrown) {
        ExportFailure failure = failures.of(thrown);
        LOG.warn(
                "Attempt of delivery {} of run {} failed ({}): {}",
                order.id(),
                batch.run().id(),
                failure.code(),
                failure.getMessage());
        if (isOpen(order, failure)) {
            batch.left().add(order);
        } else {
            over(order);
        }
    }

    /** Records the failed attempt; false where the delivery is settled meanwhile, or another worker has the run. */
    private static boolean isOpen(DeliveryOrder order, ExportFailure failure) {
        try {
            order.ledger()
                    .recordFailedAttempt(order.exportId(), order.destination().name(), failure);
            return true;
        } catch (TakenOverFailure e) {
            return false;
        } catch (ExportFailure e) {
            return !e.is(FailureCode.LEDGER_TRANSITION);
        }
    }

    private static void leave(DeliveryBatch batch, List<DeliveryOrder> orders) {
        batch.left().addAll(orders);
    }

    private void over(DeliveryOrder order) {
        services.inFlight().over(order.ticket());
    }
}
