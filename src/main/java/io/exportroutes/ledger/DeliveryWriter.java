package io.exportroutes.ledger;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** What the owner of a run writes about its deliveries, under a claim as {@link ClaimedLedger}. Failures as in {@link Runs}. */
public final class DeliveryWriter {
    private final Database database;

    DeliveryWriter(Database database) {
        this.database = database;
    }

    /**
     * Plans the export's deliveries: one for each of the run's destinations, beside those that an earlier run planned. Only the
     * run's first plan counts, so that a destination that its job names later gets only new artifacts; a planned key is kept
     * (invariant 6).
     *
     * @param keyByDestination the key at each destination
     * @param encryptedFor the recipients at each destination that gets it encrypted
     */
    public void plan(
            String exportId, String runId, Map<String, String> keyByDestination, Map<String, Recipients> encryptedFor) {
        if (keyByDestination.isEmpty()) {
            return;
        }
        database.write("plan the deliveries of " + exportId, handle -> {
            boolean first = handle.createUpdate(DeliverySql.PLANNING)
                            .bind("exportId", exportId)
                            .bind("runId", runId)
                            .execute()
                    == 1;
            if (first) {
                insert(handle, runId, Map.of(exportId, keyByDestination), encryptedFor);
            }
            return true;
        });
    }

    /**
     * Adds the deliveries of several exports.
     *
     * @param keys by export id, and by destination
     */
    static void insert(
            Handle handle, String runId, Map<String, Map<String, String>> keys, Map<String, Recipients> encryptedFor) {
        for (Recipients recipients : Set.copyOf(encryptedFor.values())) {
            handle.createUpdate(EncryptedArtifacts.REMEMBER)
                    .bindMethods(recipients)
                    .execute();
        }
        try (PreparedBatch batch = handle.prepareBatch(DeliverySql.PLAN)) {
            keys.forEach((exportId, ofExport) -> new TreeMap<>(ofExport)
                    .forEach((destination, key) -> batch.bind("exportId", exportId)
                            .bind("destination", destination)
                            .bind("runId", runId)
                            .bind("key", key)
                            .bind("recipients", fingerprint(encryptedFor.get(destination)))
                            .add()));
            batch.execute();
        }
    }

    private static @Nullable String fingerprint(@Nullable Recipients recipients) {
        return recipients == null ? null : recipients.fingerprint();
    }

    /**
     * Gives each planned delivery of the export its final key. One whose key another delivery to that destination has becomes
     * a dead letter ({@code key_taken}) before anything is sent; when it is replayed, it takes the key that is given then.
     *
     * @param keyByDestination as for {@link #plan}
     * @return the deliveries that this call refused
     */
    public List<Delivery> holdKeys(String exportId, Map<String, String> keyByDestination) {
        return new ReservedKeys(database, exportId)
                .take(keyByDestination).stream()
                        .flatMap(destination -> new Deliveries(database).find(exportId, destination).stream())
                        .toList();
    }

    /** An attempt begins: PENDING, or SENDING again. Returns how many were begun, this one included. */
    public int markSending(String exportId, String destination) {
        return database.write("begin delivery " + DeliverySql.id(exportId, destination), handle -> {
            DeliverySql.transition(exportId, destination, DeliveryState.SENDING, DeliverySql.SENDING)
                    .apply(handle, Map.of());
            return handle.createQuery("select attempts from deliveries" + DeliverySql.ROW)
                    .bindMap(DeliverySql.keys(exportId, destination))
                    .mapTo(Integer.class)
                    .one();
        });
    }

    /** An attempt failed and another one may follow: SENDING, with the reason. */
    public void recordFailedAttempt(String exportId, String destination, ExportFailure failure) {
        change(exportId, destination, DeliveryState.SENDING, DeliverySql.ATTEMPT_FAILED, ErrorColumns.of(failure));
    }

    /**
     * The destination confirmed the complete artifact; a repeat with the same location changes nothing.
     *
     * @param location where the destination keeps it
     * @param confirmation how it confirmed that, or null if that is not known
     * @throws TransientFailure ({@code not_verified}) if the export is not VERIFIED in the ledger yet; its download is
     *     about to record that
     */
    public void recordDelivered(
            String exportId, String destination, String location, @Nullable Confirmation confirmation) {
        Map<String, Object> values = new HashMap<>(Map.of("location", location, "now", database.now()));
        values.put("confirmation", confirmation == null ? null : confirmation.name());
        Transition transition =
                DeliverySql.transition(exportId, destination, DeliveryState.DELIVERED, DeliverySql.DELIVERED);
        database.write("bring delivery " + DeliverySql.id(exportId, destination) + " to DELIVERED", handle -> {
            if (!transition.tryApply(handle, values)) {
                throw isSending(handle, exportId, destination)
                        ? unverified(exportId, destination)
                        : transition.refused(handle);
            }
            return true;
        });
    }

    private static boolean isSending(Handle handle, String exportId, String destination) {
        return handle.createQuery("select 1 from deliveries" + DeliverySql.ROW + "and state = 'SENDING'")
                .bindMap(DeliverySql.keys(exportId, destination))
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static TransientFailure unverified(String exportId, String destination) {
        return new TransientFailure(
                FailureCode.NOT_VERIFIED,
                "Delivery %s cannot become DELIVERED before its export is VERIFIED in the ledger"
                        .formatted(DeliverySql.id(exportId, destination)),
                "It is retried");
    }

    /**
     * PENDING or SENDING becomes DEAD: a dead letter with its reason.
     *
     * @throws PermanentFailure {@code ledger_transition} if something else settled it before; that one's reason stays
     */
    public void markDead(String exportId, String destination, ExportFailure failure) {
        change(exportId, destination, DeliveryState.DEAD, DeliverySql.DEAD, ErrorColumns.of(failure));
    }

    /**
     * Makes all open deliveries of the run's verified exports DEAD, in one statement: its deadline passed, and none is on its
     * way. Returns how many there were.
     */
    public int failUnfinished(String runId, ExportFailure failure) {
        Map<String, Object> values = ErrorColumns.of(failure);
        values.put("runId", runId);
        return database.update("end the deliveries of run " + runId, DeliverySql.OUT_OF_TIME, values);
    }

    /** SENDING becomes PENDING: the delivery was cancelled without a fault of its own. False from any other state. */
    public boolean putBack(String exportId, String destination) {
        return database.write(
                "bring delivery " + DeliverySql.id(exportId, destination) + " to " + DeliveryState.PENDING,
                handle -> DeliverySql.transition(exportId, destination, DeliveryState.PENDING, DeliverySql.PENDING)
                        .tryApply(handle, Map.of()));
    }

    private void change(String exportId, String destination, DeliveryState to, String update, Map<String, ?> values) {
        database.write("bring delivery " + DeliverySql.id(exportId, destination) + " to " + to, handle -> {
            DeliverySql.transition(exportId, destination, to, update).apply(handle, new HashMap<>(values));
            return true;
        });
    }
}
