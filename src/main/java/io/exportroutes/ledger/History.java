package io.exportroutes.ledger;

import io.exportroutes.queue.QueueSql;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Deletes settled runs that found nothing to do or were given up, long after they ended. It never deletes an
 * export or a delivery, nor a run that has one: they say where the copies are and what is not to be taken again; nor a FAILED
 * run, which is a dead letter. The last run of each job and its last success stay as well. Failures as in {@link Runs}.
 */
public final class History {
    /** So few at a time that other writers hardly wait. */
    private static final int PAGE = 500;

    /** By the primary key, which costs the same whatever the database knows of its tables. */
    private static final String NEXT = """
            select id, job, scheduled_for, state, finished_at from runs where id > :after order by id limit :limit""";

    /**
     * Checks that nothing needs these runs, before they are removed and once more while they are. Each check is one index
     * lookup; written as "not exists", PostgreSQL would join whole tables.
     */
    private static final String UNNEEDED = """
            from runs where id in (<ids>)
            and state in ('SUCCEEDED', 'PARTIAL', 'SKIPPED') and finished_at < :before
            and (select 1 from exports where exports.run_id = runs.id limit 1) is null
            and (select 1 from deliveries where deliveries.run_id = runs.id limit 1) is null
            and (""" + QueueSql.ON_QUEUE + ") is null";

    private static final String LAST = "select job, max(scheduled_for) last from runs where state in %s group by job";

    private final Database database;
    private final Periods periods;

    History(Database database) {
        this.database = database;
        this.periods = new Periods(database);
    }

    /** What happened in a period. */
    public Periods periods() {
        return periods;
    }

    /** A new ledger from what destinations have. */
    public Rebuild rebuild() {
        return new Rebuild(database);
    }

    /** How the ledger is. */
    public LedgerCondition condition() {
        return LedgerCondition.of(database);
    }

    /**
     * Forgets what ended before a moment and is needed no more, in many small transactions. It may be done on several nodes
     * at once and may end anywhere: the next call continues.
     *
     * @param goOn asked after each page of runs; false ends it
     * @return how many runs were forgotten
     */
    public int forget(Instant before, BooleanSupplier goOn) {
        Map<String, String> lastRuns = last(RunSql.SETTLED);
        Map<String, String> lastSuccesses = last("('SUCCEEDED')");
        int forgotten = 0;
        List<Row> page = next("");
        while (!page.isEmpty()) {
            List<String> old = page.stream()
                    .filter(run -> run.isOver(before))
                    .filter(run -> run.isFollowed(run.state() == RunState.SUCCEEDED ? lastSuccesses : lastRuns))
                    .map(Row::id)
                    .toList();
            forgotten += forget(before, unneeded(before, old));
            page = goOn.getAsBoolean() ? next(page.get(page.size() - 1).id()) : List.of();
        }
        return forgotten;
    }

    /** The latest scheduled time of each job's runs in these states. */
    private Map<String, String> last(String states) {
        return database.read("find the last runs", handle -> handle.createQuery(LAST.formatted(states))
                .map((row, context) -> Map.entry(row.getString("job"), row.getString("last")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private List<Row> next(String after) {
        return database.read("find runs to forget", (Handle handle) -> handle.createQuery(NEXT)
                .bind("after", after)
                .bind("limit", PAGE)
                .map((row, context) -> new Row(
                        row.getString("id"),
                        row.getString("job"),
                        row.getString("scheduled_for"),
                        RunState.valueOf(row.getString("state")),
                        String.valueOf(row.getString("finished_at"))))
                .list());
    }

    private List<String> unneeded(Instant before, List<String> ids) {
        if (ids.isEmpty()) {
            return ids;
        }
        return database.read("find what runs to forget have", handle -> bound(
                        handle.createQuery("select id " + UNNEEDED), before, ids)
                .mapTo(String.class)
                .list());
    }

    private int forget(Instant before, List<String> ids) {
        if (ids.isEmpty()) {
            return 0;
        }
        return database.write("forget " + ids.size() + " runs", handle -> bound(
                        handle.createUpdate("delete " + UNNEEDED), before, ids)
                .execute());
    }

    private static <T extends SqlStatement<T>> T bound(T statement, Instant before, List<String> ids) {
        return statement.bind("before", before).bindList("ids", ids);
    }

    /** The columns that decide about a run; its times as text, whose order is the order in time. */
    private record Row(String id, String job, String scheduledFor, RunState state, String finishedAt) {
        boolean isOver(Instant before) {
            return state.settled() && state != RunState.FAILED && finishedAt.compareTo(Instants.text(before)) < 0;
        }

        /** Whether a later run is known of its job: the last one stays. */
        boolean isFollowed(Map<String, String> lastOfJob) {
            return scheduledFor.compareTo(lastOfJob.getOrDefault(job, scheduledFor)) < 0;
        }
    }
}
