package io.exportroutes.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Since when copies of each job are expected at each of its destinations, by which schedule; and the pauses, in which none are. Failures
 * as in {@link Runs}.
 */
public final class Expectations {
    private static final String KNOW = """
            insert into expectations (job, destination, schedule, since) values (:job, :destination, :schedule, :since)
            on conflict (job, destination) do update set schedule = excluded.schedule, since = excluded.since
            where expectations.schedule <> excluded.schedule""";

    private static final String FORGET = "delete from expectations where job = :job and destination = :destination";

    private final Database database;

    Expectations(Database database) {
        this.database = database;
    }

    /**
     * From now on copies are expected at these places and at no others; where the schedule is the same as before, since when stays.
     *
     * @param schedules by place; the text in which two schedules that are due at different times differ
     */
    public void replace(Map<CopyPlace, String> schedules, Instant now) {
        database.write("note the expected copies", handle -> {
            List<CopyPlace> gone = all(handle).keySet().stream()
                    .filter(place -> !schedules.containsKey(place))
                    .toList();
            if (!gone.isEmpty()) {
                try (PreparedBatch batch = handle.prepareBatch(FORGET)) {
                    gone.forEach(place -> batch.bindMethods(place).add());
                    batch.execute();
                }
            }
            if (schedules.isEmpty()) {
                return 0;
            }
            try (PreparedBatch batch = handle.prepareBatch(KNOW)) {
                new TreeMap<>(schedules).forEach((place, schedule) -> batch.bindMethods(place)
                        .bind("schedule", schedule)
                        .bind("since", now)
                        .add());
                return batch.execute().length;
            }
        });
    }

    /** Since when a copy of each of these jobs is expected at each place. */
    public Map<CopyPlace, Instant> since(Collection<String> jobs) {
        return database
                .inParts(
                        "list the expected copies",
                        "select job, destination, since from expectations where job in (<ids>)",
                        Map.of(),
                        List.copyOf(jobs),
                        Expectations::since)
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<CopyPlace, Instant> all(Handle handle) {
        Map<CopyPlace, Instant> since = new HashMap<>();
        handle.createQuery("select job, destination, since from expectations")
                .map(Expectations::since)
                .forEach(entry -> since.put(entry.getKey(), entry.getValue()));
        return since;
    }

    private static Map.Entry<CopyPlace, Instant> since(ResultSet row, StatementContext context) throws SQLException {
        return Map.entry(
                new CopyPlace(row.getString("job"), row.getString("destination")), Instants.required(row, "since"));
    }

    /** Every pause of these jobs, of each the oldest first; the end is null while it lasts. */
    public List<Pause> pauses(Collection<String> jobs) {
        return database.inParts(
                "list the pauses",
                "select job, paused_at, resumed_at from pauses where job in (<ids>) order by job, paused_at",
                Map.of(),
                List.copyOf(jobs),
                (row, context) -> new Pause(
                        row.getString("job"),
                        Instants.required(row, "paused_at"),
                        Instants.nullable(row, "resumed_at")));
    }
}
