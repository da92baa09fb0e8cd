package io.exportroutes.ledger;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Copies that are written anew: first the new key is in the ledger, then the copy is written, then the ledger has it under that key.
 * Whoever goes on after a crash finds the same key. Failures as in {@link Runs}.
 */
public final class Repairs {
    private static final String ROW = " where export_id = :exportId and destination = :destination";

    private static final String BEGIN = """
            insert into repairs (id, export_id, destination, old_key, new_key, done_by, begun_at)
            values (:id, :exportId, :destination, :old, :fresh, :by, :now)
            on conflict (export_id, destination) where ended_at is null do nothing""";

    private static final String MOVE =
            "update deliveries set object_key = :fresh, held_key = :fresh, location = :location,"
                    + " confirmation = :confirmation" + ROW + " and state = 'DELIVERED' and object_key = :old";

    private final Database database;

    Repairs(Database database) {
        this.database = database;
    }

    /** The repair of the copy that has begun and has not ended. */
    public Optional<Repair> open(String exportId, String destination) {
        return database.find(
                "find the repair of " + DeliverySql.id(exportId, destination),
                "select * from repairs" + ROW + " and ended_at is null",
                DeliverySql.keys(exportId, destination),
                Repairs::row);
    }

    /** The repair begins, or goes on: the one that is open counts. */
    public Repair begin(Repair repair) {
        database.update(
                "begin the repair of " + DeliverySql.id(repair.exportId(), repair.destination()),
                BEGIN,
                Map.of(
                        "id", UUID.randomUUID().toString(),
                        "exportId", repair.exportId(),
                        "destination", repair.destination(),
                        "old", repair.keys().old(),
                        "fresh", repair.keys().fresh(),
                        "by", repair.by(),
                        "now", database.now()));
        return open(repair.exportId(), repair.destination()).orElse(repair);
    }

    /**
     * The destination confirmed the new one, and it is the copy from now on.
     *
     * @throws PermanentFailure {@code ledger_transition} if there is no such copy any more
     */
    public void finish(Repair repair, String location, @Nullable Confirmation confirmation) {
        String id = DeliverySql.id(repair.exportId(), repair.destination());
        Map<String, Object> values = new HashMap<>(DeliverySql.keys(repair.exportId(), repair.destination()));
        values.put("old", repair.keys().old());
        values.put("fresh", repair.keys().fresh());
        values.put("location", location);
        values.put("confirmation", confirmation == null ? null : confirmation.name());
        values.put("now", database.now());
        database.write("record that " + id + " was repaired", handle -> {
            if (handle.createUpdate(MOVE).bindMap(values).execute() != 1) {
                throw new PermanentFailure(
                        FailureCode.LEDGER_TRANSITION,
                        "The copy " + id + " is no longer under "
                                + repair.keys().old(),
                        "See where it is: export-routes archive list " + repair.exportId());
            }
            ChainTold.repaired(database, handle, repair);
            return handle.createUpdate("update repairs set ended_at = :now" + ROW + " and ended_at is null")
                    .bindMap(values)
                    .execute();
        });
    }

    /** Those that ended from the one moment on and before the other, in that order. */
    public List<Repair> since(Instant from, Instant until) {
        return database.list(
                "list repairs",
                "select * from repairs where ended_at >= :from and ended_at < :until order by ended_at, id",
                Map.of("from", from, "until", until),
                Repairs::row);
    }

    private static Repair row(ResultSet row, StatementContext context) throws SQLException {
        return new Repair(
                row.getString("export_id"),
                row.getString("destination"),
                new Repair.Keys(row.getString("old_key"), row.getString("new_key")),
                row.getString("done_by"),
                Instants.nullable(row, "ended_at"));
    }
}
