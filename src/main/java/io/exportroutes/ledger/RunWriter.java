package io.exportroutes.ledger;

import io.exportroutes.api.CallTrace;
import io.exportroutes.failure.ExportFailure;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the owner of a run writes about it, under a claim as {@link ClaimedLedger}. Failures as in {@link Runs}. */
public final class RunWriter {
    private final Database database;

    RunWriter(Database database) {
        this.database = database;
    }

    /** Recorded before the API is asked for an export (invariant 1). Values that are already set are kept. */
    public void markRequesting(String id, String fileName) {
        change(id, RunState.EXPORTING, RunSql.REQUESTING, Map.of("now", database.now(), "fileName", fileName));
    }

    /** The API refused the request: it made no export, and none has to be searched for. */
    public void markRefused(String id) {
        change(id, RunState.EXPORTING, RunSql.REFUSED, Map.of());
    }

    /** A sweep has read its whole listing and taken its exports. */
    public void recordListing(String id) {
        change(id, RunState.EXPORTING, RunSql.LISTED, Map.of("now", database.now()));
    }

    /** Records the trace of the call that returned the exports, a create or a listing; for any run, settled or not. */
    public void recordTrace(String id, CallTrace trace) {
        Map<String, Object> values = new HashMap<>();
        values.put("requestId", trace.requestId());
        values.put("operationRunId", trace.operationRunId());
        values.put("groupingStatus", trace.operationGroupingStatus());
        change(id, RunState.EXPORTING, RunSql.TRACED, values);
    }

    /**
     * The run's export is gone and a new one has to be requested: back to EXPORTING with nothing requested. What the run had
     * and no destination has is LOST, and what is still to be delivered of it is DISCARDED.
     *
     * @param failure the API's report
     * @param bytes only where they are NOWHERE, what was verified is LOST too
     */
    public void renew(String id, ExportFailure failure, Spooled bytes) {
        database.write("renew run " + id, handle -> {
            Runs.transition(id, RunState.EXPORTING, RunSql.RENEWING).apply(handle, Map.of());
            ExportWriter.giveUp(handle, id, failure, bytes);
            return true;
        });
    }

    /**
     * Moves the run to this project, because its job's entry was corrected since.
     *
     * @return false, and nothing changed, if the API may have been asked for an export already
     */
    public boolean moveToProject(String id, String project) {
        Map<String, String> values = Map.of("id", id, "project", project);
        return database.update("move run " + id + " to project " + project, RunSql.PROJECT, values) == 1;
    }

    /** The export is there and its bytes are on their way. */
    public void markTransferring(String id) {
        change(id, RunState.TRANSFERRING, RunSql.TRANSFERRING, Map.of());
    }

    /**
     * Ends the run. What it leaves TAKEN where it failed is FAILED for the same reason.
     *
     * @param state a settled one; SUCCEEDED is refused while a delivery of the run is open or dead
     * @param failure why, or null
     */
    public void settle(String id, RunState state, @Nullable ExportFailure failure) {
        Map<String, Object> ending = ending(state, failure);
        database.write("bring run " + id + " to " + state, handle -> {
            Runs.transition(id, state, RunSql.SETTLE).apply(handle, ending);
            boolean failed = state == RunState.FAILED || state == RunState.PARTIAL;
            return failed && failure != null ? ExportWriter.failUnfinished(handle, id, failure) : 0;
        });
    }

    /**
     * As {@link #settle}, by what the ledger says at that moment: one replayed meanwhile is not left behind.
     *
     * @return false, and nothing changed, where a delivery of a verified export is still to be made
     */
    public boolean conclude(String id, RunState state, @Nullable ExportFailure failure) {
        return database.write("bring run " + id + " to " + state, handle -> {
            boolean open = Runs.isOpen(handle, id);
            if (!open) {
                Runs.transition(id, state, RunSql.SETTLE).apply(handle, ending(state, failure));
            }
            return !open;
        });
    }

    private Map<String, Object> ending(RunState state, @Nullable ExportFailure failure) {
        if (!state.settled()) {
            throw new IllegalArgumentException(state + " does not settle a run");
        }
        Map<String, Object> values = ErrorColumns.of(failure);
        values.put("state", state.name());
        values.put("now", database.now());
        return values;
    }

    /**
     * The work on the run ended before it led to anything. A replayed run goes back to the settled state that its replay
     * found, with its former reason and this one as its note; what was to be delivered is a dead letter as before.
     *
     * @return false, and only the deliveries changed, where the run was never replayed, or where its replay got an answer of
     *     the API or delivered something: then it ends with a new result
     */
    public boolean revertReplay(String id, ExportFailure why) {
        Map<String, Object> values = ErrorColumns.of(why);
        return database.write("put back run " + id, handle -> {
            handle.createUpdate(RunSql.DEAD_AGAIN)
                    .bindMap(values)
                    .bind("id", id)
                    .execute();
            ExportWriter.failUnfinished(handle, id, why);
            return handle.createUpdate(RunSql.REVERT)
                            .bind("id", id)
                            .bind("now", database.now())
                            .bind("note", "The last replay could not start: " + StoredText.error(why.getMessage()))
                            .execute()
                    == 1;
        });
    }

    /** As {@link Replays#note}. */
    public boolean note(String id, String note) {
        return Replays.note(database, id, note);
    }

    private void change(String id, RunState to, String update, Map<String, ?> values) {
        database.write("bring run " + id + " to " + to, handle -> {
            Runs.transition(id, to, update).apply(handle, values);
            return true;
        });
    }
}
