package io.exportroutes.ledger;

import io.exportroutes.ledger.PeriodFact.Act;
import io.exportroutes.ledger.PeriodFact.Copied;
import io.exportroutes.ledger.PeriodFact.Missing;
import io.exportroutes.ledger.PeriodFact.Origin;
import io.exportroutes.ledger.PeriodFact.Removal;
import io.exportroutes.ledger.PeriodFact.Who;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of a job in a period, for whoever reads all of it: in the order in which its runs were made, and never more
 * than a page of it in memory. Failures as in {@link Runs}.
 */
public final class Periods {
    private static final int PAGE = 1000;
    /** No run is scheduled for so much later than it is made. */
    private static final Duration AHEAD = Duration.ofDays(1);

    /** Of runs that were made whenever. */
    private static final String ANY_TIME = "";

    /** Where a query has one row for each run, or for each export. */
    private static final String NO_COLUMN = "''";

    /** The page after a row, from an index; what follows says which columns tell the rows of a run apart. */
    private static final String AFTER = """
             and runs.job = :job and runs.created_at >= :created
             and (runs.created_at, runs.scheduled_for, runs.id, %1$s, %2$s) > (:created, :scheduled, :run, :export, :destination)
            order by runs.created_at, runs.scheduled_for, runs.id%3$s limit :limit""";

    private static final String ROW =
            "runs.created_at as row_created, runs.scheduled_for as row_scheduled, runs.id as row_run, %s as row_export, %s as row_destination, ";

    private static final String IN_PERIOD = "runs.scheduled_for >= :from and runs.scheduled_for < :until";

    private static final String RUNS = page("runs.*", NO_COLUMN, NO_COLUMN, "from runs where " + IN_PERIOD);

    /** "cross join" keeps SQLite from beginning with another table than the runs. */
    private static final String COPIED = """
            from runs cross join deliveries join exports on exports.id = deliveries.export_id
              left join copies on copies.export_id = deliveries.export_id and copies.destination = deliveries.destination
              left join encrypted_artifacts encrypted on encrypted.export_id = deliveries.export_id
                and encrypted.recipients = deliveries.recipients
            where deliveries.run_id = runs.id and deliveries.state = 'DELIVERED'
              and exports.size is not null and exports.sha256 is not null and\s""";

    private static final String COPY = """
            deliveries.*, coalesce(encrypted.size, exports.size) as size,
            coalesce(encrypted.sha256, exports.sha256) as sha256, copies.expiring_at, copies.expired_at, copies.expiry_reason""";

    private static final String COPIES =
            page(COPY, "deliveries.export_id", "deliveries.destination", COPIED + IN_PERIOD);

    private static final String REMOVALS = page(
            COPY,
            "deliveries.export_id",
            "deliveries.destination",
            COPIED + "copies.expiring_at >= :from and copies.expiring_at < :until");

    /** A run that succeeded has them, too: what it asked for anew counts in their place. */
    private static final String EXPORTS = page(
            "exports.state, exports.error_code, exports.error, exports.hint",
            "exports.id",
            NO_COLUMN,
            "from runs cross join exports where exports.run_id = runs.id and runs.state <> 'SUCCEEDED'"
                    + " and exports.state in ('LOST', 'REFUSED', 'FAILED', 'DISCARDED') and " + IN_PERIOD);

    private static final String DELIVERIES = page(
            "deliveries.state, deliveries.error_code, deliveries.error, deliveries.hint",
            "deliveries.export_id",
            "deliveries.destination",
            "from runs cross join deliveries join exports on exports.id = deliveries.export_id"
                    + " where deliveries.run_id = runs.id and exports.state = 'VERIFIED'"
                    + " and deliveries.state in ('DEAD', 'DISCARDED') and " + IN_PERIOD);

    private static final String RELEASES = page(
            "exports.released_by, exports.released_at, exports.release_reason",
            "exports.id",
            NO_COLUMN,
            "from runs cross join exports where exports.run_id = runs.id"
                    + " and exports.released_at >= :from and exports.released_at < :until");

    private static final String DRIFTS = page(
            "drifts.*",
            "exports.id",
            NO_COLUMN,
            "from runs cross join exports join drifts on drifts.export_id = exports.id where exports.run_id = runs.id"
                    + " and drifts.summary is not null and " + IN_PERIOD);

    private static final String HOLDS = """
            select holds.* from holds join exports on exports.id = holds.export_id join runs on runs.id = exports.run_id
            where runs.job = :job and holds.placed_at < :until and (holds.lifted_at is null or holds.lifted_at >= :from)
            order by holds.placed_at, holds.id""";

    private static final String FIRINGS = "select runs.scheduled_for from runs where runs.job = :job"
            + " and runs.triggered_by in ('schedule', 'catch-up') and " + IN_PERIOD;

    private final Database database;

    Periods(Database database) {
        this.database = database;
    }

    private static String page(String columns, String export, String destination, String from) {
        // PostgreSQL orders by no constant.
        String order = Stream.of(export, destination)
                .filter(column -> !column.equals(NO_COLUMN))
                .map(column -> ", " + column)
                .collect(Collectors.joining());
        return "select " + ROW.formatted(export, destination) + columns + " " + from
                + AFTER.formatted(export, destination, order);
    }

    /** The names of all jobs that ever had a run. */
    public List<String> jobs() {
        return database.list(
                "list the jobs that had runs",
                "select distinct job from runs order by job",
                Map.of(),
                (row, context) -> row.getString("job"));
    }

    /** The times for which the schedule of the job made runs, in milliseconds and in order. */
    public long[] firings(JobPeriod period) {
        return database
                .list(
                        "list the firings of " + period.job(),
                        FIRINGS,
                        values(period),
                        (row, context) -> Instants.required(row, "scheduled_for"))
                .stream()
                .mapToLong(Instant::toEpochMilli)
                .sorted()
                .toArray();
    }

    public void runs(JobPeriod period, Consumer<Run> each) {
        all(RUNS, period, RowMappers::run, each);
    }

    /** Whatever a destination confirmed, also what has expired since, and mails. */
    public void copies(JobPeriod period, Consumer<Copied> each) {
        all(COPIES, period, Periods::copied, each);
    }

    /** The copies whose removal was decided in the period, of whenever they were. */
    public void removals(JobPeriod period, Consumer<Copied> each) {
        all(REMOVALS, ANY_TIME, period, Periods::copied, each);
    }

    /** Exports that could not be had, and then deliveries of those that could. */
    public void missing(JobPeriod period, Consumer<Missing> each) {
        all(EXPORTS, period, Periods::missing, each);
        all(DELIVERIES, period, Periods::missing, each);
    }

    /** What a guard had refused and somebody let out in the period. */
    public void releases(JobPeriod period, Consumer<Act> each) {
        all(RELEASES, ANY_TIME, period, Periods::released, each);
    }

    /** What changed in the schema exports of the period, or why they were not compared. */
    public void drifts(JobPeriod period, Consumer<SchemaDrift> each) {
        all(DRIFTS, period, Drifts::drift, each);
    }

    /** The holds that lasted at some time in the period. */
    public List<Act> holds(JobPeriod period) {
        return database.list("list the holds of " + period.job(), HOLDS, values(period), Periods::held);
    }

    private record Row<T>(Map<String, Object> after, T fact) {}

    private <T> void all(String query, JobPeriod period, RowMapper<T> mapper, Consumer<T> each) {
        all(query, Instants.text(period.from().minus(AHEAD)), period, mapper, each);
    }

    /** @param created no run that was made before that is looked at */
    private <T> void all(String query, String created, JobPeriod period, RowMapper<T> mapper, Consumer<T> each) {
        Map<String, Object> values = values(period);
        values.putAll(
                Map.of("created", created, "scheduled", "", "run", "", "export", "", "destination", "", "limit", PAGE));
        List<Row<T>> page;
        do {
            page = database.list(
                    "read about " + period.job(),
                    query,
                    values,
                    (row, context) -> new Row<>(after(row), mapper.map(row, context)));
            page.forEach(row -> each.accept(row.fact()));
            page.stream().skip(Math.max(0, page.size() - 1)).forEach(last -> values.putAll(last.after()));
        } while (page.size() == PAGE);
    }

    private static Map<String, Object> values(JobPeriod period) {
        return new HashMap<>(Map.of("job", period.job(), "from", period.from(), "until", period.until()));
    }

    private static Map<String, Object> after(ResultSet row) throws SQLException {
        return Map.of(
                "created", row.getString("row_created"),
                "scheduled", row.getString("row_scheduled"),
                "run", row.getString("row_run"),
                "export", row.getString("row_export"),
                "destination", row.getString("row_destination"));
    }

    private static Origin origin(ResultSet row) throws SQLException {
        return new Origin(row.getString("row_run"), Instants.required(row, "row_scheduled"));
    }

    private static Copied copied(ResultSet row, StatementContext context) throws SQLException {
        Delivery delivery = RowMappers.delivery(row, context);
        return new Copied(
                origin(row),
                delivery.plan(),
                new CopyEntry.Stored(row.getLong("size"), row.getString("sha256"), null),
                delivery.receipt(),
                new Removal(
                        Instants.nullable(row, "expiring_at"),
                        Instants.nullable(row, "expired_at"),
                        row.getString("expiry_reason")));
    }

    private static Missing missing(ResultSet row, StatementContext context) throws SQLException {
        String destination = row.getString("row_destination");
        return new Missing(
                origin(row),
                row.getString("row_export"),
                destination.isEmpty() ? null : destination,
                row.getString("state"),
                RowMappers.failure(row));
    }

    private static Act released(ResultSet row, StatementContext context) throws SQLException {
        return new Act(
                row.getString("row_export"),
                new Who(row.getString("released_by"), Instants.required(row, "released_at")),
                null,
                row.getString("release_reason"));
    }

    private static Act held(ResultSet row, StatementContext context) throws SQLException {
        @Nullable Instant lifted = Instants.nullable(row, "lifted_at");
        return new Act(
                row.getString("export_id"),
                new Who(row.getString("placed_by"), Instants.required(row, "placed_at")),
                lifted == null ? null : new Who(row.getString("lifted_by"), lifted),
                row.getString("reason"));
    }
}
