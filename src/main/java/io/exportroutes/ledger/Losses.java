package io.exportroutes.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Copies that were found to be gone from their destination, and given up. They are entered as expired, so that nothing counts on them.
 * Failures as in {@link Runs}.
 */
public final class Losses {
    /** Before the reason that somebody gave, where the reasons of what expired stand. */
    static final String LOST = "lost: ";

    private static final String RECORD = """
            insert into copies (export_id, destination, expiring_at, expiry_reason, expired_at, lost_by)
            select export_id, destination, :now, :reason, :now, :by from deliveries
            where export_id = :exportId and destination = :destination and state = 'DELIVERED'
            on conflict (export_id, destination) do update set expiring_at = excluded.expiring_at,
              expiry_reason = excluded.expiry_reason, expired_at = excluded.expired_at, lost_by = excluded.lost_by
            where copies.expiring_at is null""";

    private final Database database;

    Losses(Database database) {
        this.database = database;
    }

    /** @param by who gave it up */
    public record Loss(String exportId, String destination, String reason, String by, Instant at) {}

    /** From now on it is no copy; false if there is none of that name, or it expires anyway. */
    public boolean record(CopyEntry copy, String reason, String by) {
        Map<String, Object> values = Map.of(
                "exportId", copy.plan().exportId(),
                "destination", copy.plan().destination(),
                "reason", LOST + reason,
                "by", by,
                "now", database.now());
        return database.write("give up " + copy.id(), handle -> {
            boolean given = handle.createUpdate(RECORD).bindMap(values).execute() == 1;
            if (given) {
                ChainTold.gone(database, handle, copy, reason, by);
            }
            return given;
        });
    }

    /** Those that were given up since then, the oldest first. */
    public List<Loss> since(Instant time) {
        return database.list(
                "list lost copies",
                """
                select export_id, destination, expiry_reason, lost_by, expired_at from copies
                where lost_by is not null and expired_at >= :time order by expired_at, export_id, destination""",
                Map.of("time", time),
                (row, context) -> new Loss(
                        row.getString("export_id"),
                        row.getString("destination"),
                        row.getString("expiry_reason").substring(LOST.length()),
                        row.getString("lost_by"),
                        Instants.required(row, "expired_at")));
    }
}
