package io.exportroutes.ledger;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What guards refused: no replay and no other job lifts it, a release by name does. Failures as in {@link Runs}. */
public final class Refusals {
    private final Database database;

    Refusals(Database database) {
        this.database = database;
    }

    /** The exports that are REFUSED, of runs that ended FAILED or PARTIAL. */
    public List<ExportEntry> all() {
        return database.read("list refused exports", handle -> Exports.dead(handle, ExportState.REFUSED));
    }

    /** Those of them with this id or of the run with it. */
    public List<ExportEntry> of(String id) {
        return database.read("list refused exports of " + id, handle -> Exports.dead(handle, ExportState.REFUSED, id));
    }

    /**
     * REFUSED becomes TAKEN, to be delivered whatever a guard says, and its run is reopened with it.
     *
     * @param by who answers for it
     * @param reason why, in their words
     * @param asJob as {@link Replays#reopen(String, java.util.Collection, String)} takes it
     * @return false from any other state, or where its run is going on
     */
    public boolean release(String exportId, String by, String reason, @Nullable String asJob) {
        return database.write("release export " + exportId, handle -> {
            Optional<String> run = runOf(handle, exportId);
            // Whoever reopens or settles the run waits, or is through before
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
                run.ifPresent(id -> Replays.reopen(handle, id, asJob, database.now()));
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
