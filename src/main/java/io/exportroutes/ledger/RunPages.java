package io.exportroutes.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs as a page of them is shown, the newest first, and which of them changed. Failures as in {@link Runs}. */
public final class RunPages {
    private static final String EXPORTS =
            "select run_id, count(*) as number from exports where run_id in (<ids>) group by run_id";

    /** In the order of an index: grouped by state as well, each row would be sorted. */
    private static final String DELIVERIES = """
            select run_id, sum(case when state = 'DELIVERED' then 1 else 0 end) as delivered,
              sum(case when state = 'DEAD' then 1 else 0 end) as dead
            from deliveries where run_id in (<ids>) group by run_id""";

    private static final String SIZES =
            "select run_id, sum(size) as bytes from exports where run_id in (<ids>) and size is not null group by run_id";

    private static final String LAST = """
            select * from runs where job = :job order by created_at desc, scheduled_for desc, id desc limit :each""";

    /** Of a run with more exports nothing is counted: that would be a hundred thousand rows each second. */
    private static final int MOST_COUNTED = 1000;

    private static final String LIVE = """
            select id, job, state, exports, case when exports > :most then 0 else (
                select count(*) from deliveries where run_id = live.id and state = 'DELIVERED') end as delivered
            from (select id, job, state, (
                select count(*) from (select 1 as one from exports where run_id = runs.id limit :most + 1) counted) as exports
              from runs where state in ('QUEUED', 'EXPORTING', 'TRANSFERRING')) live""";

    private static final String NEW = """
            select id, job, state, 0 as exports, 0 as delivered from runs
            where created_at >= :moment and state not in ('QUEUED', 'EXPORTING', 'TRANSFERRING')""";

    private final Database database;

    RunPages(Database database) {
        this.database = database;
    }

    /**
     * What a page shows; all null: every run.
     *
     * @param before the id of the last run that is known already
     */
    public record Filter(
            @Nullable String job,
            @Nullable RunState state,
            @Nullable String before) {}

    /** How many exports a run has, and how many of their deliveries are in each of these states. */
    public record Counts(long exports, long delivered, long dead) {
        public static final Counts NONE = new Counts(0, 0, 0);
    }

    public List<Run> page(Filter filter, int limit) {
        List<String> where = new ArrayList<>();
        Map<String, Object> values = new HashMap<>(Map.of("limit", limit));
        if (filter.job() != null) {
            where.add("job = :job");
            values.put("job", filter.job());
        }
        if (filter.state() != null) {
            where.add("state = :state");
            values.put("state", filter.state().name());
        }
        if (filter.before() != null) {
            where.add(
                    "(created_at, scheduled_for, id) < (select created_at, scheduled_for, id from runs where id = :before)");
            values.put("before", filter.before());
        }
        String condition = where.isEmpty() ? "" : "where " + String.join(" and ", where) + " ";
        return database.list(
                "list a page of runs",
                "select * from runs " + condition
                        + "order by created_at desc, scheduled_for desc, id desc limit :limit",
                values,
                RowMappers::run);
    }

    /** The counts of each of these runs; one without exports has none. */
    public Map<String, Counts> counts(List<String> runIds) {
        Map<String, Counts> counts = new HashMap<>();
        database.inParts(
                        "count exports",
                        EXPORTS,
                        Map.of(),
                        runIds,
                        (row, context) -> Map.entry(row.getString("run_id"), row.getLong("number")))
                .forEach(one -> counts.put(one.getKey(), new Counts(one.getValue(), 0, 0)));
        database.inParts(
                        "count deliveries",
                        DELIVERIES,
                        Map.of(),
                        runIds,
                        (row, context) -> Map.entry(
                                row.getString("run_id"), new Counts(0, row.getLong("delivered"), row.getLong("dead"))))
                .forEach(one -> counts.merge(one.getKey(), one.getValue(), RunPages::sum));
        return counts;
    }

    /** How many verified bytes each of these runs has; one without any is not in the map. */
    public Map<String, Long> sizes(List<String> runIds) {
        return database
                .inParts(
                        "add up the sizes of runs",
                        SIZES,
                        Map.of(),
                        runIds,
                        (row, context) -> Map.entry(row.getString("run_id"), row.getLong("bytes")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The last runs of each of these jobs, the newest first; one that never ran is not in the map. */
    public Map<String, List<Run>> last(List<String> jobs, int each) {
        // A lookup for each job reads its last runs alone; one for all of them would read the whole history of each.
        return database.read("list the last runs of jobs", handle -> jobs.stream()
                .flatMap(job ->
                        handle
                                .createQuery(LAST)
                                .bind("job", job)
                                .bind("each", each)
                                .map(RowMappers::run)
                                .list()
                                .stream())
                .collect(Collectors.groupingBy(Run::job)));
    }

    private static Counts sum(Counts one, Counts other) {
        return new Counts(
                one.exports() + other.exports(), one.delivered() + other.delivered(), one.dead() + other.dead());
    }

    /**
     * How far a run is.
     *
     * @param counted whether {@code progress} changes whenever a page of the run looks otherwise: not for an unfinished run with
     *     thousands of exports
     */
    public record Live(String run, String job, boolean unfinished, boolean counted, String progress) {}

    /** The runs that are not settled, and those that were made since that moment. */
    public List<Live> live(Instant moment) {
        List<Live> live = new ArrayList<>(list(LIVE, Map.of("most", MOST_COUNTED), true));
        live.addAll(list(NEW, Map.of("moment", moment), false));
        return live;
    }

    private List<Live> list(String query, Map<String, ?> values, boolean unfinished) {
        return database.list(
                "look how far the runs are",
                query,
                values,
                (row, context) -> new Live(
                        row.getString("id"),
                        row.getString("job"),
                        unfinished,
                        row.getLong("exports") <= MOST_COUNTED,
                        row.getString("state") + " " + row.getLong("exports") + " " + row.getLong("delivered")));
    }
}
