package io.exportroutes.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Exports whose copies stay whatever the policy of retention says. Failures as in {@link Runs}. */
public final class Holds {
    private static final String PLACE = """
            insert into holds (id, export_id, reason, placed_by, placed_at)
            select :id, :exportId, :reason, :by, :now from exports where id = :exportId""";

    private static final String LIFT =
            "update holds set lifted_by = :by, lifted_at = :now where export_id = :exportId and lifted_at is null";

    private final Database database;

    Holds(Database database) {
        this.database = database;
    }

    /** One that is open. An export may have several, each with its reason. */
    public record Hold(String id, String exportId, String reason, String by, Instant at) {}

    /** Holds the export's copies, but for those whose removal has begun; false if there is no such export. */
    public boolean place(String exportId, String reason, String by) {
        Map<String, Object> values = Map.of(
                "id", UUID.randomUUID().toString(),
                "exportId", exportId,
                "reason", reason,
                "by", by,
                "now", database.now());
        return database.write("hold " + exportId, handle -> {
            boolean held = handle.createUpdate(PLACE).bindMap(values).execute() == 1;
            if (held) {
                ChainTold.held(database, handle, exportId, reason, by);
            }
            return held;
        });
    }

    /** Those that are open, the oldest first. */
    public List<Hold> open() {
        return database.list(
                "list holds",
                "select * from holds where lifted_at is null order by placed_at, id",
                Map.of(),
                (row, context) -> new Hold(
                        row.getString("id"),
                        row.getString("export_id"),
                        row.getString("reason"),
                        row.getString("placed_by"),
                        Instants.required(row, "placed_at")));
    }

    /** Lifts all holds of the export; returns how many there were. */
    public int lift(String exportId, String by) {
        Map<String, Object> values = Map.of("exportId", exportId, "by", by, "now", database.now());
        return database.write("lift the holds of " + exportId, handle -> {
            int lifted = handle.createUpdate(LIFT).bindMap(values).execute();
            if (lifted > 0) {
                ChainTold.released(database, handle, exportId, by);
            }
            return lifted;
        });
    }
}
