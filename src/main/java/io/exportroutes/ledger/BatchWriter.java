package io.exportroutes.ledger;

import io.exportroutes.value.Verified;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a run writes about many small exports at once, each step in one transaction, under a claim as {@link
 * ClaimedLedger}. What the guard of a transition refuses is left as it is and is not in the result; the methods for single ones
 * then say why. Failures as in {@link Runs}: then nothing is written.
 */
public final class BatchWriter {
    private static final String WITHOUT_KEY = """
            select export_id from deliveries where export_id in (<ids>) and held_key is null
              and (state = 'PENDING' or error_code = 'key_taken')""";

    private final Database database;

    BatchWriter(Database database) {
        this.database = database;
    }

    /** As the other one, for a job without a chain of custody. */
    public List<String> recordVerified(Map<String, Verified> verified, String node) {
        return recordVerified(verified, node, Map.of());
    }

    /**
     * As {@link ExportWriter#recordVerified(String, Verified, String, ChainEvent)} for each.
     *
     * @param verified by export id
     * @param node whose spool has them
     * @param events what their chain of custody is to tell, by export id
     * @return the ids of those that are VERIFIED now
     */
    public List<String> recordVerified(Map<String, Verified> verified, String node, Map<String, ChainEvent> events) {
        return database.write("verify " + verified.size() + " exports", handle -> {
            List<String> done = changed(handle, ExportSql.VERIFIED, verified.keySet(), (batch, id) -> {
                Verified bytes = Objects.requireNonNull(verified.get(id));
                batch.bind("id", id)
                        .bind("size", bytes.size())
                        .bind("sha256", bytes.sha256())
                        .bind("node", node)
                        .bind("now", database.now());
            });
            done.forEach(id -> database.chains().append(handle, events.get(id)));
            return done;
        });
    }

    /**
     * As {@link DeliveryWriter#plan} and {@link DeliveryWriter#holdKeys} for each.
     *
     * @param keys by export id, and by destination
     * @param encryptedFor as for {@link DeliveryWriter#plan}
     * @return the ids of those with a delivery that got no key yet: {@link DeliveryWriter#holdKeys} decides about them
     */
    public List<String> plan(
            String runId, Map<String, Map<String, String>> keys, Map<String, Recipients> encryptedFor) {
        return database.write("plan the deliveries of " + keys.size() + " exports", handle -> {
            List<String> first =
                    changed(handle, DeliverySql.PLANNING, keys.keySet(), (batch, id) -> batch.bind("exportId", id)
                            .bind("runId", runId));
            Map<String, Map<String, String>> planned = new LinkedHashMap<>(keys);
            planned.keySet().retainAll(Set.copyOf(first));
            DeliveryWriter.insert(handle, runId, planned, encryptedFor);
            changed(handle, ReservedKeys.HOLD, keys.keySet(), (batch, id) -> batch.bind("exportId", id));
            return handle.createQuery(WITHOUT_KEY)
                    .bindList("ids", List.copyOf(keys.keySet()))
                    .mapTo(String.class)
                    .list();
        });
    }

    /** As {@link DeliveryWriter#markSending} for the deliveries of these exports to one destination; which have begun. */
    public List<String> markSending(Collection<String> exportIds, String destination) {
        return write(
                "begin " + exportIds.size() + " deliveries to " + destination,
                DeliverySql.SENDING,
                exportIds,
                (batch, id) -> batch.bind("exportId", id).bind("destination", destination));
    }

    /**
     * As {@link DeliveryWriter#recordDelivered} for the deliveries to one destination.
     *
     * @param receipts by export id: location and confirmation
     * @return the ids of those that are DELIVERED now
     */
    public List<String> recordDelivered(Map<String, Receipt> receipts, String destination) {
        return write(
                "bring " + receipts.size() + " deliveries to DELIVERED at " + destination,
                DeliverySql.DELIVERED,
                receipts.keySet(),
                (batch, id) -> bind(
                        batch.bind("exportId", id).bind("destination", destination),
                        Objects.requireNonNull(receipts.get(id))));
    }

    private void bind(PreparedBatch batch, Receipt receipt) {
        batch.bind("location", receipt.location())
                .bind("confirmation", name(receipt.confirmation()))
                .bind("now", database.now());
    }

    private static @Nullable String name(@Nullable Confirmation confirmation) {
        return confirmation == null ? null : confirmation.name();
    }

    private List<String> write(
            String operation, String update, Collection<String> ids, BiConsumer<PreparedBatch, String> values) {
        return database.write(operation, handle -> changed(handle, update, ids, values));
    }

    /** The ids whose statement changed a row. */
    private static List<String> changed(
            Handle handle, String update, Collection<String> ids, BiConsumer<PreparedBatch, String> values) {
        List<String> all = List.copyOf(ids);
        if (all.isEmpty()) {
            return all;
        }
        try (PreparedBatch batch = handle.prepareBatch(update)) {
            all.forEach(id -> {
                values.accept(batch, id);
                batch.add();
            });
            int[] rows = batch.execute();
            List<String> changed = new ArrayList<>();
            for (int at = 0; at < rows.length; at++) {
                if (rows[at] == 1) {
                    changed.add(all.get(at));
                }
            }
            return changed;
        }
    }
}
