package io.exportroutes.ledger;

import io.exportroutes.value.Verified;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * What destinations store: confirmed, and not expired. What the policy of retention decided about a copy is written here. Failures
 * as in {@link Runs}.
 */
public final class Copies {
    private static final String SELECT = """
            select deliveries.*, runs.job, runs.scheduled_for, exports.project as export_project,
              coalesce(encrypted.size, exports.size) as size, coalesce(encrypted.sha256, exports.sha256) as sha256,
              exports.size as plain_size, exports.sha256 as plain_sha256, exports.manifest_download_name, coalesce((select min(holds.reason) from holds
                where holds.export_id = deliveries.export_id and holds.lifted_at is null),
                (select 'the same object is the copy at ' || min(twin.destination) from deliveries twin
                where twin.export_id = deliveries.export_id and twin.destination <> deliveries.destination
                  and twin.location = deliveries.location and twin.state = 'DELIVERED')) as hold
            from deliveries join runs on runs.id = deliveries.run_id join exports on exports.id = deliveries.export_id
              left join copies on copies.export_id = deliveries.export_id and copies.destination = deliveries.destination
              left join encrypted_artifacts encrypted on encrypted.export_id = deliveries.export_id
                and encrypted.recipients = deliveries.recipients
            where deliveries.state = 'DELIVERED' and exports.size is not null and exports.sha256 is not null""";

    private static final String ORDER =
            " order by runs.scheduled_for desc, deliveries.export_id desc, deliveries.destination limit :limit";

    private static final String KEYS = """
            select deliveries.object_key, case when deliveries.state = 'DELIVERED' and copies.expiring_at is null
                then coalesce(encrypted.size, exports.size, -1) else -1 end as size
            from deliveries join exports on exports.id = deliveries.export_id
              left join copies on copies.export_id = deliveries.export_id and copies.destination = deliveries.destination
              left join encrypted_artifacts encrypted on encrypted.export_id = deliveries.export_id
                and encrypted.recipients = deliveries.recipients
            where deliveries.destination = :destination
            union all select old_key, -1 from repairs where destination = :destination
            union all select new_key, -1 from repairs where destination = :destination
            order by size""";

    private static final String PLACE = " where export_id = :exportId and destination = :destination";

    /** Not if it is held, which may have come since the plan; nor where two destinations are one place, and both would lose it. */
    private static final String EXPIRING = """
            insert into copies (export_id, destination, expiring_at, expiry_reason)
            select export_id, destination, :now, :reason from deliveries
            where export_id = :exportId and destination = :destination and state = 'DELIVERED'
              and not exists (select 1 from holds where holds.export_id = :exportId and lifted_at is null)
              and not exists (select 1 from deliveries twin where twin.export_id = :exportId
                and twin.destination <> :destination and twin.location = deliveries.location and twin.state = 'DELIVERED')
            on conflict (export_id, destination) do update set expiring_at = excluded.expiring_at,
              expiry_reason = excluded.expiry_reason where copies.expiring_at is null""";

    private final Database database;
    private final Holds holds;
    private final RetentionMarks marks;
    private final ReadBacks readBacks;
    private final Repairs repairs;
    private final Losses losses;
    private final Drifts drifts;

    Copies(Database database) {
        this.database = database;
        this.holds = new Holds(database);
        this.marks = new RetentionMarks(database);
        this.readBacks = new ReadBacks(database);
        this.repairs = new Repairs(database);
        this.losses = new Losses(database);
        this.drifts = new Drifts(database);
    }

    /** What was found when copies were looked at again. */
    public ReadBacks readBacks() {
        return readBacks;
    }

    /** Copies that are written anew. */
    public Repairs repairs() {
        return repairs;
    }

    /** The chains of custody that tell of them. */
    public Chains chains() {
        return database.chains();
    }

    /** Where the retention was applied last. */
    public RetentionMarks marks() {
        return marks;
    }

    /** What somebody gave up. */
    public Losses losses() {
        return losses;
    }

    /** What changed from one schema export to the next. */
    public Drifts drifts() {
        return drifts;
    }

    /** What stays whatever the policy says. */
    public Holds holds() {
        return holds;
    }

    /**
     * The newest of these copies by the scheduled times of their runs; the copies of an export stand together.
     *
     * @param before only those of runs that were scheduled earlier; null for all
     * @param limit the most
     */
    public List<CopyEntry> newest(CopyFilter filter, @Nullable Instant before, int limit) {
        Map<String, Object> values = new HashMap<>(Map.of("limit", limit));
        List<String> conditions = new ArrayList<>(List.of(SELECT, "copies.expiring_at is null"));
        condition(values, conditions, "runs.job", "job", filter.job());
        condition(values, conditions, "deliveries.run_id", "run", filter.run());
        condition(values, conditions, "deliveries.export_id", "exportId", filter.exportId());
        condition(values, conditions, "deliveries.object_key", "key", filter.key());
        condition(values, conditions, "deliveries.destination", "destination", filter.destination());
        if (before != null) {
            conditions.add("runs.scheduled_for < :before");
            values.put("before", before);
        }
        return database.list("list copies", String.join(" and ", conditions) + ORDER, values, Copies::entry);
    }

    /** Those whose removal was decided and has not ended: it has to be done again. */
    public List<CopyEntry> expiring() {
        return database.list(
                "list copies that are being removed",
                SELECT + " and copies.expiring_at is not null and copies.expired_at is null" + ORDER,
                Map.of("limit", Integer.MAX_VALUE),
                Copies::entry);
    }

    /**
     * The keys that deliveries ever had at a destination, with the size of the copy, or -1 where there is none: not yet delivered,
     * given up, expired, or written anew under another key. What lies there under any other key is foreign.
     */
    public Map<String, Long> keysEver(String destination) {
        Map<String, Long> keys = new HashMap<>();
        database.read("list the keys at " + destination, handle -> {
            handle.createQuery(KEYS)
                    .bind("destination", destination)
                    .map((row, context) -> keys.put(row.getString("object_key"), row.getLong("size")))
                    .forEach(before -> {});
            return keys;
        });
        return keys;
    }

    /**
     * From now on nothing counts on the copy; its removal follows. A repeat changes nothing.
     *
     * @return false if it may not expire: it is held, is none, or expires already
     */
    public boolean markExpiring(String exportId, String destination, String reason) {
        Map<String, Object> values =
                Map.of("exportId", exportId, "destination", destination, "reason", reason, "now", database.now());
        return database.write("let " + DeliverySql.id(exportId, destination) + " expire", handle -> {
            boolean expires = handle.createUpdate(EXPIRING).bindMap(values).execute() == 1;
            if (expires) {
                ChainTold.expired(database, handle, exportId, destination, reason);
            }
            return expires;
        });
    }

    /** The copy is no longer at its destination; a repeat changes nothing. */
    public void recordExpired(String exportId, String destination) {
        database.update(
                "record that " + DeliverySql.id(exportId, destination) + " has expired",
                "update copies set expired_at = :now" + PLACE + " and expiring_at is not null and expired_at is null",
                Map.of("exportId", exportId, "destination", destination, "now", database.now()));
    }

    private static CopyEntry entry(ResultSet row, StatementContext context) throws SQLException {
        Delivery delivery = RowMappers.delivery(row, context);
        return new CopyEntry(
                delivery.plan(),
                new CopyEntry.Subject(
                        row.getString("job"),
                        row.getString("export_project"),
                        Instants.required(row, "scheduled_for"),
                        row.getString("manifest_download_name")),
                stored(delivery, row),
                delivery.receipt(),
                row.getString("hold"));
    }

    private static CopyEntry.Stored stored(Delivery delivery, ResultSet row) throws SQLException {
        Verified plain = new Verified(row.getLong("plain_size"), row.getString("plain_sha256"));
        return new CopyEntry.Stored(
                row.getLong("size"), row.getString("sha256"), delivery.plan().recipients() == null ? null : plain);
    }

    private static void condition(
            Map<String, Object> values, List<String> conditions, String column, String name, @Nullable String value) {
        if (value != null) {
            conditions.add(column + " = :" + name);
            values.put(name, value);
        }
    }
}
