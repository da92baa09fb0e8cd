package io.exportroutes.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What the ledger forgets: settled runs that found nothing to do or were given up, long after they ended. It never forgets an
 * export or a delivery, nor a run that has one: they say where the copies are and what is not to be taken again, and a FAILED
 * run is a dead letter. The last run of each job and its last success stay as well. Failures as in {@link Runs}.
 */
public final class History {
    /** So many at a time keep no other writer waiting. */
    private static final int AT_A_TIME = 500;

    /** Whatever happens to a run between the look at it and its end happens to one of these. */
    private static final String OVER = """
            state in ('SUCCEEDED', 'PARTIAL', 'SKIPPED') and finished_at < :before
            and not exists (select 1 from exports where exports.run_id = runs.id)
            and not exists (select 1 from deliveries where deliveries.run_id = runs.id)
            and not exists (select 1 from scheduled_tasks where task_name = 'run' and task_instance = runs.id)
            """;

    /** The oldest first, from a place on; made before it ended, which is what there is an index of. */
    private static final String FORGETTABLE = """
            select id, created_at from runs
            where created_at < :before and (created_at, id) > (:createdAt, :id) and\s""" + OVER + """
            and exists (select 1 from runs later where later.job = runs.job and later.scheduled_for > runs.scheduled_for
              and later.state in ('SUCCEEDED', 'PARTIAL', 'FAILED', 'SKIPPED')
              and (runs.state <> 'SUCCEEDED' or later.state = 'SUCCEEDED'))
            order by created_at, id limit :limit""";

    private static final String FORGET = "delete from runs where id in (<ids>) and " + OVER;

    private final Database database;

    History(Database database) {
        this.database = database;
    }

    /**
     * Forgets what ended before a moment and is needed no more, in many small transactions. It may be done on several nodes
     * at once and may end anywhere: the next time goes on.
     *
     * @param goOn asked after each transaction; false ends it
     * @return how many runs were forgotten
     */
    public int forget(Instant before, BooleanSupplier goOn) {
        int forgotten = 0;
        List<Place> found = forgettable(before, new Place("", ""));
        while (!found.isEmpty()) {
            forgotten += forget(before, found);
            if (!goOn.getAsBoolean()) {
                return forgotten;
            }
            found = forgettable(before, found.get(found.size() - 1));
        }
        return forgotten;
    }

    private List<Place> forgettable(Instant before, Place after) {
        return database.read("look for runs to forget", handle -> handle.createQuery(FORGETTABLE)
                .bind("before", before)
                .bindMap(Map.of("createdAt", after.createdAt(), "id", after.id(), "limit", AT_A_TIME))
                .map((row, context) -> new Place(row.getString("created_at"), row.getString("id")))
                .list());
    }

    private int forget(Instant before, List<Place> runs) {
        return database.write("forget " + runs.size() + " runs", handle -> handle.createUpdate(FORGET)
                .bind("before", before)
                .bindList("ids", runs.stream().map(Place::id).toList())
                .execute());
    }

    /** A run's place in the order of their making. */
    private record Place(String createdAt, String id) {}
}
