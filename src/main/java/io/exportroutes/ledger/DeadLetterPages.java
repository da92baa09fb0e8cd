package io.exportroutes.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters a page at a time: deliveries by export and destination, artifacts that failed, artifacts that guards refused, then the
 * runs that failed and have neither, the newest first. Failures as in {@link Runs}.
 */
public final class DeadLetterPages {
    /**
     * Asked for the order of the primary key, SQLite would read all deliveries in that order; no index has the expression, so that it
     * takes the one of dead deliveries, from the first export of the page on.
     */
    private static final String DELIVERIES = "select * from deliveries where " + DeliverySql.IS_DEAD + """
             and export_id >= :exportId and (export_id > :exportId or destination > :destination)
            order by export_id, destination || '' limit :limit""";

    /** By state and id: FAILED stands before REFUSED. */
    private static final String ARTIFACTS = """
            select exports.* from exports join runs on runs.id = exports.run_id
            where exports.state in ('FAILED', 'REFUSED') and runs.state in ('PARTIAL', 'FAILED')
              and (:first or (exports.state, exports.id) > (:state, :id))
            order by exports.state, exports.id limit :limit""";

    static final String IS_DEAD_RUN = """
            state = 'FAILED'
              and not exists (select 1 from exports where run_id = runs.id and exports.state in ('FAILED', 'REFUSED'))
              and not exists (select 1 from deliveries where run_id = runs.id and\s""" + DeliverySql.IS_DEAD + ")";

    private static final String RUNS = "select * from runs where " + IS_DEAD_RUN + """
             and (:first or (created_at, scheduled_for, id) < (select created_at, scheduled_for, id from runs where id = :id))
            order by created_at desc, scheduled_for desc, id desc limit :limit""";

    private final Database database;

    DeadLetterPages(Database database) {
        this.database = database;
    }

    /**
     * In this order.
     *
     * @param jobs of their runs, by the run's id
     */
    public record Page(
            List<Delivery> deliveries, List<ExportEntry> artifacts, List<Run> runs, Map<String, String> jobs) {}

    private enum Kind {
        DELIVERY,
        ARTIFACT,
        RUN
    }

    /** Where a page begins: after that one of its kind. */
    private record Place(Kind kind, Map<String, Object> values) {
        static final Place BEGIN = new Place(Kind.DELIVERY, Map.of());

        /** What binds the query for this kind; empty where all of that kind stand before the place. */
        Optional<Map<String, Object>> of(Kind asked) {
            if (asked.compareTo(kind) < 0) {
                return Optional.empty();
            }
            Map<String, Object> bound = new HashMap<>(Map.of("exportId", "", "destination", "", "state", "", "id", ""));
            bound.put("first", asked != kind || values.isEmpty());
            bound.putAll(asked == kind ? values : Map.of());
            return Optional.of(bound);
        }
    }

    /**
     * One page.
     *
     * @param after the id of the last one that is known already, which may have been discarded meanwhile; null: from the first on
     * @return empty if the ledger has nothing with that id
     */
    public Optional<Page> page(@Nullable String after, int limit) {
        return (after == null ? Optional.of(Place.BEGIN) : place(after)).map(place -> from(place, limit));
    }

    private Page from(Place place, int limit) {
        List<Delivery> deliveries = list(Kind.DELIVERY, DELIVERIES, place, limit, RowMappers::delivery);
        int left = limit - deliveries.size();
        List<ExportEntry> artifacts = list(Kind.ARTIFACT, ARTIFACTS, place, left, RowMappers::export);
        List<Run> runs = list(Kind.RUN, RUNS, place, left - artifacts.size(), RowMappers::run);
        List<String> owners = Stream.concat(
                        deliveries.stream().map(delivery -> delivery.plan().runId()),
                        artifacts.stream().map(artifact -> artifact.owner().runId()))
                .distinct()
                .toList();
        Map<String, String> jobs = database
                .inParts(
                        "find the jobs of dead letters",
                        "select id, job from runs where id in (<ids>)",
                        Map.of(),
                        owners,
                        (row, context) -> Map.entry(row.getString("id"), row.getString("job")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Page(deliveries, artifacts, runs, jobs);
    }

    private <T> List<T> list(Kind kind, String query, Place place, int limit, RowMapper<T> mapper) {
        Map<String, Object> values = place.of(kind).orElse(null);
        if (limit <= 0 || values == null) {
            return List.of();
        }
        values.put("limit", limit);
        return database.list("list a page of dead letters", query, values, mapper);
    }

    private Optional<Place> place(String id) {
        int at = id.lastIndexOf('@');
        Map<String, String> keys = DeliverySql.keys(id.substring(0, Math.max(0, at)), id.substring(at + 1));
        if (at > 0 && database.has("find delivery " + id, "select 1 from deliveries" + DeliverySql.ROW, keys)) {
            return Optional.of(new Place(Kind.DELIVERY, Map.copyOf(keys)));
        }
        Optional<String> state = database.find(
                "find export " + id,
                "select state from exports where id = :id",
                Map.of("id", id),
                (row, context) -> row.getString("state"));
        if (state.isPresent()) {
            // What is neither any more was one of the two: rather some are shown again than one never
            String was = state.get().equals(ExportState.REFUSED.name()) ? state.get() : ExportState.FAILED.name();
            return Optional.of(new Place(Kind.ARTIFACT, Map.of("state", was, "id", id)));
        }
        return database.has("find run " + id, "select 1 from runs where id = :id", Map.of("id", id))
                ? Optional.of(new Place(Kind.RUN, Map.of("id", id)))
                : Optional.empty();
    }
}
