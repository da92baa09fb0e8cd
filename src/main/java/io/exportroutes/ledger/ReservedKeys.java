package io.exportroutes.ledger;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Each delivery to a destination writes under its own key: it reserves the key from its plan on, dead or
 * delivered, until it is discarded. A unique index keeps it so, whichever runs and nodes plan at the same time.
 */
final class ReservedKeys {
    private static final String UNIQUE_VIOLATION = "23505";

    /** Gives each delivery of an export the key of its plan, unless another has it. */
    static final String HOLD = """
            update deliveries set held_key = object_key
            where export_id = :exportId and held_key is null and state in ('PENDING', 'SENDING')
              and (error_code is null or error_code <> 'key_taken')
              and not exists (select 1 from deliveries other
                where other.destination = deliveries.destination and other.held_key = deliveries.object_key
                  and other.state <> 'DISCARDED')""";

    private static final String WITHOUT = """
            select destination, object_key, error_code from deliveries
            where export_id = :exportId and held_key is null and state = 'PENDING' order by destination""";

    private static final String HOLDER = """
            select export_id, run_id from deliveries
            where destination = :destination and held_key = :key and state <> 'DISCARDED'""";

    private static final String ROW =
            " where export_id = :exportId and destination = :destination and held_key is null and state = 'PENDING'";

    private static final String GIVE = "update deliveries set object_key = :key, held_key = :key, error_code = null,"
            + " error = null, hint = null" + ROW;

    private static final String REFUSE = "update deliveries set state = 'DEAD', object_key = :key,"
            + " error_code = :errorCode, error = :error, hint = :hint" + ROW;

    private final Database database;
    private final String exportId;

    ReservedKeys(Database database, String exportId) {
        this.database = database;
        this.exportId = exportId;
    }

    /** The destinations at which the export's planned delivery became a dead letter, its key being another's. */
    List<String> take(Map<String, String> keyByDestination) {
        String operation = "give the deliveries of " + exportId + " their keys";
        try {
            return database.write(operation, handle -> take(handle, keyByDestination));
        } catch (ExportFailure failure) {
            if (!isRace(failure)) {
                throw failure;
            }
            // Another node took one of the keys at this moment: the next read shows which delivery has it.
            return database.write(operation, handle -> take(handle, keyByDestination));
        }
    }

    private static boolean isRace(ExportFailure failure) {
        SQLException cause = DatabaseFailures.sqlException(failure);
        return cause != null && UNIQUE_VIOLATION.equals(cause.getSQLState());
    }

    private List<String> take(Handle handle, Map<String, String> keyByDestination) {
        handle.createUpdate(HOLD).bind("exportId", exportId).execute();
        List<String> refused = new ArrayList<>();
        for (Planned planned : without(handle)) {
            String key = planned.key(keyByDestination);
            Optional<Holder> holder = holder(handle, planned.destination(), key);
            if (holder.isPresent()) {
                refuse(handle, planned.destination(), key, holder.get());
                refused.add(planned.destination());
            } else {
                update(handle, GIVE, planned.destination(), Map.of("key", key));
            }
        }
        return refused;
    }

    private List<Planned> without(Handle handle) {
        return handle.createQuery(WITHOUT)
                .bind("exportId", exportId)
                .map((row, context) -> new Planned(
                        row.getString("destination"),
                        row.getString("object_key"),
                        FailureCode.KEY_TAKEN.word().equals(row.getString("error_code"))))
                .list();
    }

    private static Optional<Holder> holder(Handle handle, String destination, String key) {
        return handle.createQuery(HOLDER)
                .bind("destination", destination)
                .bind("key", key)
                .map((row, context) -> new Holder(row.getString("export_id"), row.getString("run_id")))
                .findOne();
    }

    private void refuse(Handle handle, String destination, String key, Holder holder) {
        Map<String, Object> values = new HashMap<>(ErrorColumns.of(new PermanentFailure(
                FailureCode.KEY_TAKEN,
                "The key %s at %s belongs to export %s of run %s, which this export would overwrite"
                        .formatted(key, destination, holder.exportId(), holder.runId()),
                "Put {export-id} or {run} into the key of destination %s, then: dead-letters replay %s@%s"
                        .formatted(destination, exportId, destination))));
        values.put("key", key);
        update(handle, REFUSE, destination, values);
    }

    private void update(Handle handle, String update, String destination, Map<String, ?> values) {
        handle.createUpdate(update)
                .bind("exportId", exportId)
                .bind("destination", destination)
                .bindMap(values)
                .execute();
    }

    private record Holder(String exportId, String runId) {}

    /** @param refused whether it never had a key, so that it cannot have written anything under the refused one */
    private record Planned(String destination, String plannedKey, boolean refused) {
        String key(Map<String, String> keyByDestination) {
            return refused ? keyByDestination.getOrDefault(destination, plannedKey) : plannedKey;
        }
    }
}
