package io.exportroutes.ledger;

import io.exportroutes.failure.FailureCode;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The exports and deliveries of a run as ids and counts: all of them may not fit into memory. Failures as in {@link Runs}. */
public final class Summaries {
    private static final String EXPORTS =
            "select state as name, count(*) as number from exports where run_id = :runId group by state";

    private static final String DELIVERIES =
            "select state as name, count(*) as number from deliveries where run_id = :runId group by state";

    private static final String EVERYWHERE = """
            select count(*) from exports where run_id = :runId and state = 'VERIFIED'
              and exists (select 1 from deliveries where export_id = exports.id)
              and not exists (
                select 1 from deliveries where export_id = exports.id and deliveries.state <> 'DELIVERED')""";

    private static final String OPEN = """
            select count(*) from deliveries join exports on exports.id = deliveries.export_id
            where deliveries.run_id = :runId and deliveries.state in ('PENDING', 'SENDING')
              and exports.state not in ('FAILED', 'REFUSED')""";

    private static final String OPEN_BY_DESTINATION = """
            select deliveries.destination as name, count(*) as number
            from deliveries join exports on exports.id = deliveries.export_id
            where deliveries.run_id = :runId and deliveries.state in ('PENDING', 'SENDING') and exports.state = 'VERIFIED'
            group by deliveries.destination""";

    private static final String OUT_OF_TIME =
            "select count(*) from deliveries where run_id = :runId and error_code = 'deadline'";

    private static final String BY_ERROR = "select count(*) from exports where run_id = :runId and error_code = :code";

    private static final String DEAD_RUNS = "select count(*) from runs where " + DeadLetterPages.IS_DEAD_RUN;

    private static final String DEAD_ARTIFACTS = """
            select count(*) from exports join runs on runs.id = exports.run_id
            where exports.state in ('FAILED', 'REFUSED') and runs.state in ('PARTIAL', 'FAILED')""";

    /** {@link DeliverySql#IS_DEAD}, without a look at the export of each: few are refused. */
    private static final String DEAD_DELIVERIES = """
            select (select count(*) from deliveries where state = 'DEAD')
              - (select count(*) from exports cross join deliveries
                where exports.state in ('FAILED', 'REFUSED') and exports.state = 'REFUSED'
                  and deliveries.export_id = exports.id and deliveries.state = 'DEAD')""";

    private static final String SMALL =
            "select id, manifest_size_bytes from exports where run_id = :runId and state = 'TAKEN' and manifest_size_bytes between 1 and :size";

    private final Database database;
    private final LastEnds lastEnds;
    private final RunPages pages;
    private final DeadLetterPages deadLetterPages;
    private final RunParts parts;

    Summaries(Database database) {
        this.database = database;
        this.lastEnds = new LastEnds(database);
        this.pages = new RunPages(database);
        this.deadLetterPages = new DeadLetterPages(database);
        this.parts = new RunParts(database);
    }

    /** How the last run of each job ended. */
    public LastEnds lastEnds() {
        return lastEnds;
    }

    /** How many dead letters there are in all. */
    public DeadLetterCounts deadLetters() {
        return database.read(
                "count the dead letters",
                handle -> new DeadLetterCounts(
                        number(handle, DEAD_RUNS), number(handle, DEAD_ARTIFACTS), number(handle, DEAD_DELIVERIES)));
    }

    /** The dead letters, a page at a time. */
    public DeadLetterPages deadLetterPages() {
        return deadLetterPages;
    }

    /** One run, a page of its exports at a time. */
    public RunParts parts() {
        return parts;
    }

    /** The runs, a page at a time. */
    public RunPages pages() {
        return pages;
    }

    /** The counts of the run's exports and deliveries by state. */
    public RunTally tally(String runId) {
        return database.read(
                "count the exports of run " + runId,
                handle -> new RunTally(
                        byState(handle, EXPORTS, runId, ExportState.class),
                        new RunTally.DeliveryTally(
                                byState(handle, DELIVERIES, runId, DeliveryState.class),
                                number(handle, EVERYWHERE, runId),
                                number(handle, OPEN, runId),
                                number(handle, OUT_OF_TIME, runId)),
                        first(handle, runId, 1, ExportState.FAILED, ExportState.REFUSED).stream()
                                .findFirst()
                                .orElse(null),
                        first(handle, runId, RunTally.MOST_LOST, ExportState.LOST)));
    }

    /** The ids of the run's exports in one of these states, soonest expiry first. */
    public List<String> ids(String runId, Collection<ExportState> states) {
        return database.read("list the exports of run " + runId, handle -> handle.createQuery(ExportSql.IDS_OF_RUN)
                .bind("runId", runId)
                .bindList("states", List.copyOf(states))
                .mapTo(String.class)
                .list());
    }

    /**
     * The ids of the exports that the run still has to download or deliver, soonest expiry first.
     *
     * @param worthIt whether the delivery of a verified export, by its id and destination, is to begin now; other exports always are
     */
    public List<String> due(String runId, BiPredicate<String, String> worthIt) {
        return database.read("list what run " + runId + " has to move", handle -> {
            Set<String> ids = new LinkedHashSet<>();
            handle.createQuery(ExportSql.DUE)
                    .bind("runId", runId)
                    .map((row, context) -> new Due(row.getString("id"), row.getString("destination")))
                    .forEach(due -> {
                        if (due.destination() == null || worthIt.test(due.exportId(), due.destination())) {
                            ids.add(due.exportId());
                        }
                    });
            return List.copyOf(ids);
        });
    }

    private record Due(String exportId, @Nullable String destination) {}

    /** The run's exports that are still to be downloaded and have at most so many bytes by their manifests: size by id. */
    public Map<String, Long> small(String runId, long size) {
        return database.read("list the small exports of run " + runId, handle -> handle.createQuery(SMALL)
                .bind("runId", runId)
                .bind("size", size)
                .map((row, context) -> Map.entry(row.getString("id"), row.getLong("manifest_size_bytes")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** How many deliveries of the run's verified exports are still to be made, by destination. */
    public Map<String, Long> openByDestination(String runId) {
        return database.read(
                "count the open deliveries of run " + runId, handle -> counts(handle, OPEN_BY_DESTINATION, runId));
    }

    /** How many of the run's exports have this error. */
    public long withError(String runId, FailureCode code) {
        return database.read("count the exports of run " + runId, handle -> handle.createQuery(BY_ERROR)
                .bind("runId", runId)
                .bind("code", code.word())
                .mapTo(Long.class)
                .one());
    }

    private static <S extends Enum<S>> Map<S, Long> byState(Handle handle, String select, String runId, Class<S> type) {
        Map<S, Long> counts = new EnumMap<>(type);
        counts(handle, select, runId).forEach((name, number) -> counts.put(Enum.valueOf(type, name), number));
        return counts;
    }

    private static Map<String, Long> counts(Handle handle, String select, String runId) {
        return handle.createQuery(select)
                .bind("runId", runId)
                .map((row, context) -> Map.entry(row.getString("name"), row.getLong("number")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static long number(Handle handle, String select) {
        return handle.createQuery(select).mapTo(Long.class).one();
    }

    private static long number(Handle handle, String select, String runId) {
        return handle.createQuery(select).bind("runId", runId).mapTo(Long.class).one();
    }

    private static List<ExportEntry> first(Handle handle, String runId, int most, ExportState... states) {
        return handle.createQuery(ExportSql.FIRST_OF_RUN)
                .bind("runId", runId)
                .bind("most", most)
                .bindList("states", (Object[]) states)
                .map(RowMappers::export)
                .list();
    }
}
