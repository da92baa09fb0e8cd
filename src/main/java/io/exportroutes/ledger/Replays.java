package io.exportroutes.ledger;

import io.exportroutes.failure.ExportFailure;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Settled runs that are worked on once more, and what becomes of them where that cannot begin. Failures as in {@link Runs}. */
public final class Replays {
    /** The reason of the run's end stays in the row, for {@link #REVERT}; it is not shown while the run is worked on. */
    private static final String REOPEN = """
            update runs set replayed_from = state, replayed_at = :now, state = 'QUEUED', started_at = null,
              finished_at = null, note = null, as_job = coalesce(:asJob, as_job)
            where id = :id and state in\s""" + RunSql.SETTLED;

    /** Not where it delivered something meanwhile. */
    private static final String REVERT = """
            update runs set state = replayed_from, finished_at = :now, note = :note
            where id = :id and replayed_from is not null
              and not exists (select 1 from deliveries
                where deliveries.run_id = runs.id and deliveries.delivered_at >= runs.replayed_at)
              and state in\s""" + RunSql.UNFINISHED;

    /** What was to be delivered is a dead letter again, for the reason that it had; else for the one that is given. */
    private static final String DEAD_AGAIN = """
            update deliveries set state = 'DEAD', error_code = coalesce(error_code, :errorCode),
              error = coalesce(error, :error), hint = coalesce(hint, :hint)
            where run_id = :id and state in ('PENDING', 'SENDING')
              and export_id in (select id from exports where run_id = :id and exports.state = 'VERIFIED')""";

    private static final String ALL_AGAIN =
            "update deliveries set state = 'PENDING' where run_id = :id and " + Deliveries.IS_DEAD;

    /** What was refused by a guard waits for its release. */
    private static final String HAS_DEAD_LETTERS = """
            select 1 from runs where id = :id and (
              exists (select 1 from deliveries where run_id = :id and\s""" + Deliveries.IS_DEAD + """
            ) or (state in ('PARTIAL', 'FAILED')
                and exists (select 1 from exports where exports.run_id = :id and exports.state = 'FAILED')))""";

    private static final String NOTE =
            "update runs set note = :note where id = :id and (note is null or note <> :note)";

    private final Database database;

    Replays(Database database) {
        this.database = database;
    }

    /**
     * A settled run becomes QUEUED for a replay; its exports, deliveries and request are kept, its deadline begins anew. What
     * is DEAD of these deliveries becomes PENDING with it, or where it is not settled yet, for it to end with.
     *
     * @param asJob the job of exports.yaml whose settings it is worked on with from now on; null: as before
     * @return false where it is not settled or not there
     */
    public boolean reopen(String id, Collection<Delivery> dead, @Nullable String asJob) {
        return database.write("reopen run " + id, handle -> {
            handle.createUpdate(RunSql.LOCK).bind("id", id).execute();
            dead.forEach(delivery -> Deliveries.replay(handle, delivery.exportId(), delivery.destination()));
            return reopen(handle, id, asJob, database.now());
        });
    }

    /** As {@link #reopen}, with all that is dead of the run but what a guard refused. */
    public boolean reopenWithAll(String id, @Nullable String asJob) {
        return database.write("reopen run " + id, handle -> {
            handle.createUpdate(RunSql.LOCK).bind("id", id).execute();
            handle.createUpdate(ALL_AGAIN).bind("id", id).execute();
            return reopen(handle, id, asJob, database.now());
        });
    }

    /** Whether the run has a dead letter, a delivery or an artifact that FAILED; there may be many, and none is read. */
    public boolean hasDeadLetters(String id) {
        return database.read("look for dead letters of run " + id, handle -> handle.createQuery(HAS_DEAD_LETTERS)
                .bind("id", id)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent());
    }

    /** For {@link Refusals#release}: in one transaction with its export. */
    static boolean reopen(Handle handle, String id, @Nullable String asJob, Instant now) {
        Map<String, Object> values = new HashMap<>();
        values.put("now", now);
        values.put("asJob", asJob);
        return Runs.transition(id, RunState.QUEUED, REOPEN).tryApply(handle, values);
    }

    /**
     * The work on the run ended before it led to anything. A replayed run goes back to the settled state that its replay
     * found, with its former reason and this one as its note; what was to be delivered is a dead letter as before.
     *
     * @return false, and only the deliveries changed, where the run was never replayed, or where its replay got an answer of
     *     the API or delivered something: then it has a new end of its own
     */
    public boolean unbegun(String id, ExportFailure why) {
        Map<String, Object> values = ErrorColumns.of(why);
        return database.write("put back run " + id, handle -> {
            handle.createUpdate(DEAD_AGAIN).bindMap(values).bind("id", id).execute();
            Exports.unfinished(handle, id, why);
            return handle.createUpdate(REVERT)
                            .bind("id", id)
                            .bind("now", database.now())
                            .bind("note", "The last replay could not start: " + StoredText.error(why.getMessage()))
                            .execute()
                    == 1;
        });
    }

    /** Notes something about the run, whatever its state; true where that is new. */
    public boolean note(String id, String note) {
        return database.write(
                "note on run " + id,
                handle -> handle.createUpdate(NOTE)
                                .bind("id", id)
                                .bind("note", StoredText.error(note))
                                .execute()
                        == 1);
    }
}
