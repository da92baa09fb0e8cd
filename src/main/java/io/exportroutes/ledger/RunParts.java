package io.exportroutes.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One run, however many exports it has: a page of them at a time, and sums of all. Failures as in {@link Runs}. */
public final class RunParts {
    private static final String ORDER =
            "(case when manifest_expires_at is null then 1 else 0 end, coalesce(manifest_expires_at, ''), id)";

    private static final String AFTER = " and " + ORDER + " > (select " + ORDER.substring(1, ORDER.length() - 1)
            + " from exports where id = :after)";

    private static final String EXPORTS = """
            select count(*) as number, sum(size) as bytes, max(verified_at) as verified_at from exports where run_id = :runId""";

    /** One pass without a sort: grouped by destination it would take several times as long. */
    private static final String DELIVERIES = """
            select sum(case when state = 'DELIVERED' then 1 else 0 end) as delivered,
              sum(case when state = 'DEAD' then 1 else 0 end) as dead%s from deliveries where run_id = :runId""";

    private static final String ARRIVED = ", max(case when destination = :to%1$d then delivered_at end) as arrived%1$d";

    private final Database database;

    RunParts(Database database) {
        this.database = database;
    }

    /**
     * All of a run in figures.
     *
     * @param bytes null while nothing is verified
     * @param verifiedAt when the last artifact was; null while none is
     * @param arrivals when the last delivery was made, by destination, in the order in which they were asked for; none where none was
     */
    public record Sums(
            RunPages.Counts counts,
            @Nullable Long bytes,
            @Nullable Instant verifiedAt,
            Map<String, Instant> arrivals) {}

    /**
     * Some exports of the run, soonest expiry first.
     *
     * @param after the id of the last one that is known already; null: from the first on
     */
    public List<ExportEntry> exports(String runId, @Nullable String after, int limit) {
        Map<String, Object> values = new HashMap<>(Map.of("runId", runId, "limit", limit));
        if (after != null) {
            values.put("after", after);
        }
        return database.list(
                "list exports of run " + runId,
                "select * from exports where run_id = :runId" + (after == null ? "" : AFTER) + " "
                        + ExportSql.SOONEST_EXPIRY_FIRST + " limit :limit",
                values,
                RowMappers::export);
    }

    public Sums sums(String runId, List<String> destinations) {
        Map<String, Object> values = new HashMap<>(Map.of("runId", runId));
        IntStream.range(0, destinations.size()).forEach(at -> values.put("to" + at, destinations.get(at)));
        String arrived = IntStream.range(0, destinations.size())
                .mapToObj(ARRIVED::formatted)
                .collect(Collectors.joining());
        return database.read("add up run " + runId, handle -> {
            Map<String, Instant> arrivals = new LinkedHashMap<>();
            List<Long> deliveries = handle.createQuery(DELIVERIES.formatted(arrived))
                    .bindMap(values)
                    .map((row, context) -> {
                        for (int at = 0; at < destinations.size(); at++) {
                            Instant last = Instants.nullable(row, "arrived" + at);
                            if (last != null) {
                                arrivals.put(destinations.get(at), last);
                            }
                        }
                        return List.of(row.getLong("delivered"), row.getLong("dead"));
                    })
                    .one();
            return handle.createQuery(EXPORTS)
                    .bind("runId", runId)
                    .map((row, context) -> new Sums(
                            new RunPages.Counts(row.getLong("number"), deliveries.get(0), deliveries.get(1)),
                            RowMappers.number(row, "bytes"),
                            Instants.nullable(row, "verified_at"),
                            arrivals))
                    .one();
        });
    }
}
