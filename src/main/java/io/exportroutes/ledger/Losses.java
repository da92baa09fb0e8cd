package io.exportroutes.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies that were found to be gone from their destination, and given up. They are entered as expired, so that nothing counts on them.
 * Failures as in {@link Runs}.
 */
public final class Losses {
    /** Before the reason that somebody gave, where the reasons of what expired stand. */
    static final String LOST = "lost: ";

    private static final int MOST_ENDED = 10;

    private static final String RECORD = """
            insert into copies (export_id, destination, expiring_at, expiry_reason, expired_at, lost_by)
            select export_id, destination, :now, :reason, :now, :by from deliveries
            where export_id = :exportId and destination = :destination and state = 'DELIVERED'
            on conflict (export_id, destination) do update set expiring_at = excluded.expiring_at,
              expiry_reason = excluded.expiry_reason, expired_at = excluded.expired_at, lost_by = excluded.lost_by
            where copies.expiring_at is null""";

    private static final String ENDED = """
            select copies.* from copies
              join deliveries on deliveries.export_id = copies.export_id and deliveries.destination = copies.destination
              join runs on runs.id = deliveries.run_id
            where copies.expiring_at is not null and :word in (copies.export_id, deliveries.run_id, runs.job, deliveries.object_key)
              and copies.destination = coalesce(:destination, copies.destination)
              and runs.scheduled_for >= :from and runs.scheduled_for < :until
            order by runs.scheduled_for desc, copies.export_id, copies.destination limit :limit""";

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

    /**
     * A copy on which nothing counts any more.
     *
     * @param lost whether somebody gave it up; otherwise it expired
     */
    public record Ended(String exportId, String destination, String reason, boolean lost, Instant at) {}

    /**
     * The newest of those that expired or were given up.
     *
     * @param word the name of a job, the id of a run or of an export, or a key
     * @param destination where they were; null for all
     * @param from of the scheduled times of their runs
     * @param until before which these are
     */
    public List<Ended> ended(String word, @Nullable String destination, Instant from, Instant until) {
        Map<String, Object> values =
                new HashMap<>(Map.of("word", word, "from", from, "until", until, "limit", MOST_ENDED));
        values.put("destination", destination);
        return database.list("list copies that ended", ENDED, values, (row, context) -> {
            boolean lost = row.getString("lost_by") != null;
            String reason = row.getString("expiry_reason");
            return new Ended(
                    row.getString("export_id"),
                    row.getString("destination"),
                    lost ? reason.substring(LOST.length()) : reason,
                    lost,
                    Instants.required(row, "expiring_at"));
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
