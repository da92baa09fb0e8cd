package io.exportroutes.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Which schema exports were compared with the one before, and what changed. Failures as in {@link Runs}. */
public final class Drifts {
    /** The same loss within this time is not new: a table may come and go with each hour. */
    private static final Duration SAME = Duration.ofDays(7);

    /** "cross join" keeps SQLite from beginning with the runs. */
    private static final String WAITING = """
            select exports.id, runs.job, (
              select older.id from runs earlier cross join exports older
              where earlier.job = runs.job and older.run_id = earlier.id and older.state = 'VERIFIED'
                and older.manifest_kind = 'schema_export' and (earlier.created_at, earlier.scheduled_for, earlier.id)
                  < (runs.created_at, runs.scheduled_for, runs.id)
              order by earlier.created_at desc, earlier.scheduled_for desc, earlier.id desc limit 1) as base_id
            from exports cross join runs
            where exports.manifest_kind = 'schema_export' and exports.state = 'VERIFIED' and exports.verified_at >= :since
              and runs.id = exports.run_id and runs.job in (<ids>)
              and not exists (select 1 from drifts where drifts.export_id = exports.id
                and (drifts.done_at is not null or drifts.looked_at > :again))
              and exists (select 1 from deliveries where deliveries.export_id = exports.id and deliveries.state = 'DELIVERED')
              and not exists (select 1 from deliveries
                where deliveries.export_id = exports.id and deliveries.state in ('PENDING', 'SENDING'))
            order by exports.verified_at, exports.id limit :limit""";

    private static final String RECORD = """
            insert into drifts (export_id, base_export_id, job, looked_at, compared_at, losses, changes, additions, summary, losses_sha256)
            values (:exportId, :baseExportId, :job, :now, :comparedAt, :losses, :changes, :additions, :summary, :lossesSha256)
            on conflict (export_id) do update set looked_at = excluded.looked_at,
              compared_at = coalesce(drifts.compared_at, excluded.compared_at), losses = excluded.losses,
              changes = excluded.changes, additions = excluded.additions, summary = excluded.summary,
              losses_sha256 = excluded.losses_sha256""";

    private static final String LOSSES = """
            select * from drifts where losses > 0 and compared_at >= :since and not exists (
              select 1 from drifts same where same.job = drifts.job and same.losses > 0
                and same.losses_sha256 = drifts.losses_sha256 and same.compared_at < drifts.compared_at
                and same.compared_at >= :sameSince)
            order by compared_at desc, export_id""";

    private final Database database;

    Drifts(Database database) {
        this.database = database;
    }

    /** @param base the job's last verified schema export before it; null if there is none */
    public record Waiting(
            String exportId, String job, @Nullable String base) {}

    /**
     * The schema exports of these jobs that are to be compared, the oldest first: verified, each of their deliveries settled, and at
     * least one of them a copy.
     *
     * @param since no earlier ones
     * @param again those that could not be done, and were looked at before that moment, too
     */
    public List<Waiting> waiting(Collection<String> jobs, Instant since, Instant again, int limit) {
        return database.inParts(
                "list the schema exports to compare",
                WAITING,
                Map.of("since", since, "again", again, "limit", limit),
                List.copyOf(jobs),
                (row, context) -> new Waiting(row.getString("id"), row.getString("job"), row.getString("base_id")));
    }

    /** Records what was found; until {@link #done} it may be looked at again. */
    public void record(SchemaDrift drift) {
        Map<String, Object> values =
                new HashMap<>(Map.of("exportId", drift.exportId(), "job", drift.job(), "now", database.now()));
        values.put("baseExportId", drift.baseExportId());
        values.put("comparedAt", drift.comparedAt());
        values.put("losses", drift.found().losses());
        values.put("changes", drift.found().changes());
        values.put("additions", drift.found().additions());
        values.put("summary", drift.found().summary());
        values.put("lossesSha256", drift.found().lossesSha256());
        database.update("record the drift of " + drift.exportId(), RECORD, values);
    }

    /** All that there was to do is done. */
    public void done(String exportId) {
        database.update(
                "end the comparison of " + exportId,
                "update drifts set done_at = :now where export_id = :exportId and done_at is null",
                Map.of("exportId", exportId, "now", database.now()));
    }

    /** Those since that moment in which something was lost that had not been lost just before, the newest first. */
    public List<SchemaDrift> losses(Instant since) {
        return database.list(
                "list what schemas lost",
                LOSSES,
                Map.of("since", since, "sameSince", since.minus(SAME)),
                Drifts::drift);
    }

    static SchemaDrift drift(ResultSet row, StatementContext context) throws SQLException {
        return new SchemaDrift(
                row.getString("export_id"),
                row.getString("base_export_id"),
                row.getString("job"),
                Instants.nullable(row, "compared_at"),
                new SchemaDrift.Found(
                        row.getLong("losses"),
                        row.getLong("changes"),
                        row.getLong("additions"),
                        row.getString("summary"),
                        row.getString("losses_sha256")));
    }
}
