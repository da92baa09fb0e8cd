package io.exportroutes.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Exports whose copies stay whatever the policy of retention says. Failures as in {@link Runs}. */
public final class Holds {
    private final Database database;

    Holds(Database database) {
        this.database = database;
    }

    /** One that is open. An export may have several, each with its reason. */
    public record Hold(String id, String exportId, String reason, String by, Instant at) {}

    /** Holds the export's copies, but for those whose removal has begun; false if there is no such export. */
    public boolean place(String exportId, String reason, String by) {
        return database.update(
                        "hold " + exportId,
                        """
                        insert into holds (id, export_id, reason, placed_by, placed_at)
                        select :id, :exportId, :reason, :by, :now from exports where id = :exportId""",
                        Map.of(
                                "id", UUID.randomUUID().toString(),
                                "exportId", exportId,
                                "reason", reason,
                                "by", by,
                                "now", database.now()))
                == 1;
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
        return database.update(
                "lift the holds of " + exportId,
                "update holds set lifted_by = :by, lifted_at = :now where export_id = :exportId and lifted_at is null",
                Map.of("exportId", exportId, "by", by, "now", database.now()));
    }
}
