package io.exportroutes.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reopens settled runs for a replay, and records why one could not begin. Failures as in {@link Runs}. */
public final class Replays {
    /** The reason of the run's end stays in the row, for {@link RunSql#REVERT}; it is not shown while the run is worked on. */
    private static final String REOPEN = """
            update runs set replayed_from = state, replayed_at = :now, state = 'QUEUED', started_at = null,
              finished_at = null, note = null, as_job = coalesce(:asJob, as_job)
            where id = :id and state in\s""" + RunSql.SETTLED;

    private static final String ALL_AGAIN =
            "update deliveries set state = 'PENDING' where run_id = :id and " + DeliverySql.IS_DEAD;

    /** Artifacts that a guard refused wait for their release. */
    private static final String HAS_DEAD_LETTERS = """
            select 1 from runs where id = :id and (
              exists (select 1 from deliveries where run_id = :id and\s""" + DeliverySql.IS_DEAD + """
            ) or (state in ('PARTIAL', 'FAILED')
                and exists (select 1 from exports where exports.run_id = :id and exports.state = 'FAILED')))""";

    private static final String NOTE =
            "update runs set note = :note where id = :id and (note is null or note <> :note)";

    private final Database database;

    Replays(Database database) {
        this.database = database;
    }

    /**
     * A settled run becomes QUEUED for a replay; its exports, deliveries and request are kept, its deadline begins again. Those
     * of its deliveries that are DEAD become PENDING, also if the run is not settled yet: it then ends with them.
     *
     * @param asJob the job of exports.yaml whose settings it is worked on with from now on; null: as before
     * @return false if it is not settled or not there
     */
    public boolean reopen(String id, Collection<Delivery> dead, @Nullable String asJob) {
        return database.write("reopen run " + id, handle -> {
            handle.createUpdate(RunSql.LOCK).bind("id", id).execute();
            dead.forEach(delivery -> Deliveries.replay(handle, delivery.exportId(), delivery.destination()));
            return reopen(handle, id, asJob, database.now());
        });
    }

    /** As {@link #reopen}, with all dead letters of the run except those that a guard refused. */
    public boolean reopenWithAll(String id, @Nullable String asJob) {
        return database.write("reopen run " + id, handle -> {
            handle.createUpdate(RunSql.LOCK).bind("id", id).execute();
            handle.createUpdate(ALL_AGAIN).bind("id", id).execute();
            return reopen(handle, id, asJob, database.now());
        });
    }

    /** Whether the run has a dead letter, a delivery or an artifact that FAILED; there may be many, and none is read. */
    public boolean hasDeadLetters(String id) {
        return database.has("find dead letters of run " + id, HAS_DEAD_LETTERS, Map.of("id", id));
    }

    /** For {@link #release}: in one transaction with its export. */
    static boolean reopen(Handle handle, String id, @Nullable String asJob, Instant now) {
        Map<String, Object> values = new HashMap<>();
        values.put("now", now);
        values.put("asJob", asJob);
        return Runs.transition(id, RunState.QUEUED, REOPEN).tryApply(handle, values);
    }

    /** Notes something about the run, whatever its state; true if that is new. */
    public boolean note(String id, String note) {
        return note(database, id, note);
    }

    static boolean note(Database database, String id, String note) {
        return database.write(
                "note on run " + id,
                handle -> handle.createUpdate(NOTE)
                                .bind("id", id)
                                .bind("note", StoredText.error(note))
                                .execute()
                        == 1);
    }

    /**
     * REFUSED becomes TAKEN, to be delivered whatever a guard says, and its run is reopened with it.
     *
     * @param by the responsible person
     * @param reason why, in their words
     * @param asJob as {@link #reopen} takes it
     * @return false from any other state, or where its run is in progress
     */
    public boolean release(String exportId, String by, String reason, @Nullable String asJob) {
        return database.write("release export " + exportId, handle -> {
            Optional<String> run = runOf(handle, exportId);
            // A transaction that reopens or settles the run waits for this one, or has committed before
            run.ifPresent(id -> handle.createUpdate(RunSql.LOCK).bind("id", id).execute());
            boolean released = handle.createUpdate(ExportSql.RELEASE)
                            .bind("id", exportId)
                            .bind("by", StoredText.error(by))
                            .bind("now", database.now())
                            .bind("reason", StoredText.error(reason))
                            .execute()
                    == 1;
            if (released) {
                handle.createUpdate(ExportSql.PENDING_OF_RELEASED)
                        .bind("id", exportId)
                        .execute();
                run.ifPresent(id -> reopen(handle, id, asJob, database.now()));
            }
            return released;
        });
    }

    private static Optional<String> runOf(Handle handle, String exportId) {
        return handle.createQuery("select run_id from exports where id = :id")
                .bind("id", exportId)
                .mapTo(String.class)
                .findOne();
    }
}
