package io.exportroutes.ledger;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The deliveries, by export and destination. Failures as in {@link Runs}. */
public final class Deliveries {
    private static final String ROW = " where export_id = :exportId and destination = :destination ";

    /** A run plans an export once; what an older version planned for the run is its plan too. */
    private static final String PLANNING = """
            update exports set planned_for = :runId where id = :exportId and (planned_for <> :runId
              or (planned_for is null and not exists (
                select 1 from deliveries where export_id = :exportId and deliveries.run_id = :runId)))""";

    private static final String PLAN = """
            insert into deliveries (export_id, destination, run_id, state, object_key, attempts)
            values (:exportId, :destination, :runId, 'PENDING', :key, 0)
            on conflict (export_id, destination) do nothing""";

    private static final String SENDING = "update deliveries set state = 'SENDING', attempts = attempts + 1" + ROW
            + "and state in ('PENDING', 'SENDING')";

    private static final String ATTEMPT_FAILED =
            "update deliveries set error_code = :errorCode, error = :error, hint = :hint" + ROW
                    + " and state = 'SENDING'";

    /** What is delivered was verified, and the ledger says so (invariants 2 and 3). */
    private static final String DELIVERED = """
            update deliveries set state = 'DELIVERED', location = :location, delivered_at = coalesce(delivered_at, :now),
              confirmation = case when state = 'SENDING' then :confirmation else confirmation end, error_code = null, error = null, hint = null""" + ROW + """
             and (state = 'SENDING' or (state = 'DELIVERED' and location = :location))
              and exists (select 1 from exports where id = :exportId and exports.state = 'VERIFIED')""";

    private static final String DEAD =
            "update deliveries set state = 'DEAD', error_code = :errorCode, error = :error, hint = :hint" + ROW
                    + "and state in ('PENDING', 'SENDING', 'DEAD')";

    private static final String PENDING = "update deliveries set state = 'PENDING'" + ROW + "and state = 'SENDING'";

    /** What is dead of a refused export waits for the release of the whole. */
    static final String IS_DEAD = "state = 'DEAD' and not exists (select 1 from exports"
            + " where exports.id = deliveries.export_id and exports.state = 'REFUSED')";

    private static final String OUT_OF_TIME = """
            update deliveries set state = 'DEAD', error_code = :errorCode, error = :error, hint = :hint
            where run_id = :runId and state in ('PENDING', 'SENDING')
              and exists (select 1 from exports where exports.id = export_id and exports.state = 'VERIFIED')""";

    private static final String REPLAY = "update deliveries set state = 'PENDING'" + ROW + "and " + IS_DEAD;

    private static final String DISCARD = "update deliveries set state = 'DISCARDED'" + ROW + "and state = 'DEAD'";

    private final Database database;

    Deliveries(Database database) {
        this.database = database;
    }

    /**
     * Fixes what the export owes: one delivery for each of the run's destinations, beside those that came along from a run
     * before it. Only the run's first plan counts, so that a destination that its job names later gets new artifacts alone;
     * a key once planned is kept (invariant 6).
     *
     * @param keyByDestination the key at each destination
     */
    public void plan(String exportId, String runId, Map<String, String> keyByDestination) {
        if (keyByDestination.isEmpty()) {
            return;
        }
        database.write("plan the deliveries of " + exportId, handle -> {
            boolean first = handle.createUpdate(PLANNING)
                            .bind("exportId", exportId)
                            .bind("runId", runId)
                            .execute()
                    == 1;
            if (!first) {
                return true;
            }
            try (PreparedBatch batch = handle.prepareBatch(PLAN)) {
                new TreeMap<>(keyByDestination).forEach((destination, key) -> batch.bind("exportId", exportId)
                        .bind("destination", destination)
                        .bind("runId", runId)
                        .bind("key", key)
                        .add());
                batch.execute();
                return true;
            }
        });
    }

    /**
     * Gives each planned delivery of the export its key for good. One whose key another delivery to that destination has is
     * a dead letter ({@code key_taken}) before anything is sent; when it is replayed, it takes the key that is given then.
     *
     * @param keyByDestination as for {@link #plan}
     * @return those that were refused just now
     */
    public List<Delivery> holdKeys(String exportId, Map<String, String> keyByDestination) {
        return new ReservedKeys(database, exportId)
                .take(keyByDestination).stream()
                        .flatMap(destination -> find(exportId, destination).stream())
                        .toList();
    }

    public List<Delivery> ofRun(String runId) {
        return list("list the deliveries of run " + runId, "where run_id = :id", Map.of("id", runId));
    }

    public List<Delivery> ofExport(String exportId) {
        return list("list the deliveries of " + exportId, "where export_id = :id", Map.of("id", exportId));
    }

    public Optional<Delivery> find(String exportId, String destination) {
        return list("find delivery " + id(exportId, destination), ROW, keys(exportId, destination)).stream()
                .findFirst();
    }

    /** The dead letters; what is dead of a refused export counts with it. */
    public List<Delivery> dead() {
        return list("list dead letters", "where " + IS_DEAD, Map.of());
    }

    /** What is still to be made of the run's deliveries. */
    public List<Delivery> unsettled(String runId) {
        return list(
                "list unsettled deliveries of run " + runId,
                "where run_id = :id and state in ('PENDING', 'SENDING')",
                Map.of("id", runId));
    }

    /** The dead letters of one run. */
    public List<Delivery> dead(String runId) {
        return list("list dead letters of run " + runId, "where run_id = :id and " + IS_DEAD, Map.of("id", runId));
    }

    /** An attempt begins: PENDING, or SENDING again. Returns how many were begun, this one included. */
    public int sending(String exportId, String destination) {
        return database.write("begin delivery " + id(exportId, destination), handle -> {
            transition(exportId, destination, DeliveryState.SENDING, SENDING).apply(handle, Map.of());
            return handle.createQuery("select attempts from deliveries" + ROW)
                    .bindMap(keys(exportId, destination))
                    .mapTo(Integer.class)
                    .one();
        });
    }

    /** An attempt failed and another one may follow: SENDING, with the reason. */
    public void attemptFailed(String exportId, String destination, ExportFailure failure) {
        change(exportId, destination, DeliveryState.SENDING, ATTEMPT_FAILED, ErrorColumns.of(failure));
    }

    /**
     * The far end confirmed the whole; a repeat with the same location changes nothing.
     *
     * @param location where the far end keeps it
     * @param confirmation how it confirmed that, or null where that is not known
     * @throws TransientFailure ({@code not_verified}) where the ledger does not know the export as VERIFIED yet: whoever
     *     verifies it is about to say so
     */
    public void delivered(String exportId, String destination, String location, @Nullable Confirmation confirmation) {
        Map<String, Object> values = new HashMap<>(Map.of("location", location, "now", database.now()));
        values.put("confirmation", confirmation == null ? null : confirmation.name());
        Transition transition = transition(exportId, destination, DeliveryState.DELIVERED, DELIVERED);
        database.write("bring delivery " + id(exportId, destination) + " to DELIVERED", handle -> {
            if (!transition.tryApply(handle, values)) {
                throw isSending(handle, exportId, destination)
                        ? unverified(exportId, destination)
                        : transition.refused(handle);
            }
            return true;
        });
    }

    /** As {@link #delivered(String, String, String, Confirmation)}, where nobody knows how it was confirmed. */
    public void delivered(String exportId, String destination, String location) {
        delivered(exportId, destination, location, null);
    }

    private static boolean isSending(Handle handle, String exportId, String destination) {
        return handle.createQuery("select 1 from deliveries" + ROW + "and state = 'SENDING'")
                .bindMap(keys(exportId, destination))
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static TransientFailure unverified(String exportId, String destination) {
        return new TransientFailure(
                FailureCode.NOT_VERIFIED,
                "Delivery %s cannot become DELIVERED before its export is VERIFIED in the ledger"
                        .formatted(id(exportId, destination)),
                "It is retried");
    }

    /** Out of tries: a dead letter with its reason. */
    public void dead(String exportId, String destination, ExportFailure failure) {
        change(exportId, destination, DeliveryState.DEAD, DEAD, ErrorColumns.of(failure));
    }

    /**
     * What is still to be made of the run's verified exports is DEAD, all at once: its deadline passed, and none of it is on
     * its way. Returns how many there were.
     */
    public int outOfTime(String runId, ExportFailure failure) {
        return database.write("end the deliveries of run " + runId, handle -> handle.createUpdate(OUT_OF_TIME)
                .bindMap(ErrorColumns.of(failure))
                .bind("runId", runId)
                .execute());
    }

    /** DEAD becomes PENDING, its last reason kept; false from any other state, as where another node was first. */
    public boolean replay(String exportId, String destination) {
        return database.write(
                "replay delivery " + id(exportId, destination), handle -> replay(handle, exportId, destination));
    }

    /** For {@link Runs#reopen}: in one transaction with its run, so that no crash leaves one without the other. */
    static boolean replay(Handle handle, String exportId, String destination) {
        return transition(exportId, destination, DeliveryState.PENDING, REPLAY).tryApply(handle, Map.of());
    }

    /** SENDING becomes PENDING: it was broken off and not to blame. False from any other state. */
    public boolean pending(String exportId, String destination) {
        return attempt(exportId, destination, DeliveryState.PENDING, PENDING);
    }

    /** DEAD becomes DISCARDED; false from any other state. */
    public boolean discard(String exportId, String destination) {
        return attempt(exportId, destination, DeliveryState.DISCARDED, DISCARD);
    }

    private void change(String exportId, String destination, DeliveryState to, String update, Map<String, ?> values) {
        database.write("bring delivery " + id(exportId, destination) + " to " + to, handle -> {
            transition(exportId, destination, to, update).apply(handle, new HashMap<>(values));
            return true;
        });
    }

    private boolean attempt(String exportId, String destination, DeliveryState to, String update) {
        return database.write(
                "bring delivery " + id(exportId, destination) + " to " + to,
                handle -> transition(exportId, destination, to, update).tryApply(handle, Map.of()));
    }

    private List<Delivery> list(String operation, String where, Map<String, String> values) {
        return database.read(
                operation, (Handle handle) -> handle
                        .createQuery("select * from deliveries " + where)
                        .bindMap(values)
                        .map(RowMappers::delivery)
                        .list()
                        .stream()
                        .sorted(Comparator.comparing(Delivery::exportId).thenComparing(Delivery::destination))
                        .toList());
    }

    private static Transition transition(String exportId, String destination, DeliveryState to, String update) {
        return new Transition(
                "Delivery " + id(exportId, destination),
                to.name(),
                update,
                "select state from deliveries" + ROW,
                keys(exportId, destination));
    }

    private static Map<String, String> keys(String exportId, String destination) {
        return Map.of("exportId", exportId, "destination", destination);
    }

    private static String id(String exportId, String destination) {
        return exportId + "@" + destination;
    }
}
