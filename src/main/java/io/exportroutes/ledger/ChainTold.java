package io.exportroutes.ledger;

import io.exportroutes.custody.Event;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureNote;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the ledger's own changes tell the chain of the job. */
final class ChainTold {
    private ChainTold() {}

    static void expired(Database database, Handle handle, String exportId, String destination, String reason) {
        tell(database, handle, exportId, Event.EXPIRED, (entry, now) -> entry.put("destination", destination)
                .put("reason", reason));
    }

    static void held(Database database, Handle handle, String exportId, String reason, String by) {
        tell(database, handle, exportId, Event.HELD, (entry, now) -> entry.put("reason", reason)
                .put("by", by));
    }

    static void released(Database database, Handle handle, String exportId, String by) {
        tell(database, handle, exportId, Event.RELEASED, (entry, now) -> entry.put("by", by));
    }

    static void lost(Database database, Handle handle, String runId, String exportId, ExportFailure failure) {
        FailureNote note = FailureNote.of(failure);
        tell(database, handle, exportId, Event.LOST, (entry, now) -> entry.put("run", runId)
                .put("code", note.code())
                .put("reason", StoredText.error(note.message())));
    }

    private static void tell(Database database, Handle handle, String exportId, Event event, ChainEvent.Fields fields) {
        String job = job(handle, exportId);
        if (job != null) {
            database.chains().append(handle, new ChainEvent(event, job, exportId, fields));
        }
    }

    private static @Nullable String job(Handle handle, String exportId) {
        return handle.createQuery(
                        "select runs.job from exports join runs on runs.id = exports.run_id where exports.id = :id")
                .bind("id", exportId)
                .mapTo(String.class)
                .findOne()
                .orElse(null);
    }
}
