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
        ofCopy(database, handle, new CopyOf(exportId, destination), Event.EXPIRED, (entry, now) -> entry.put(
                        "destination", destination)
                .put("reason", reason));
    }

    static void repaired(Database database, Handle handle, Repair repair) {
        ofCopy(
                database,
                handle,
                new CopyOf(repair.exportId(), repair.destination()),
                Event.REPAIRED,
                (entry, now) -> entry.put("destination", repair.destination())
                        .put("old_key", repair.keys().old())
                        .put("new_key", repair.keys().fresh())
                        .put("by", repair.by()));
    }

    /** A copy that somebody gave up. */
    static void gone(Database database, Handle handle, CopyEntry copy, String reason, String by) {
        String destination = copy.plan().destination();
        ofCopy(database, handle, new CopyOf(copy.plan().exportId(), destination), Event.LOST, (entry, now) -> entry.put(
                        "destination", destination)
                .put("reason", reason)
                .put("by", by));
    }

    private record CopyOf(String exportId, String destination) {}

    /** Tells of one copy: the entry names only the one that stored its bytes. */
    private static void ofCopy(Database database, Handle handle, CopyOf copy, Event event, ChainEvent.Fields fields) {
        String job = job(handle, copy.exportId());
        if (job != null) {
            String artifact = artifact(handle, copy.exportId(), copy.destination());
            database.chains().append(handle, new ChainEvent(event, job, copy.exportId(), artifact, fields));
        }
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
            database.chains().append(handle, new ChainEvent(event, job, exportId, null, fields));
        }
    }

    /** The SHA-256 of what the destination has of the export. */
    private static String artifact(Handle handle, String exportId, String destination) {
        return handle.createQuery("""
                        select coalesce(encrypted.sha256, exports.sha256) from deliveries
                          join exports on exports.id = deliveries.export_id
                          left join encrypted_artifacts encrypted on encrypted.export_id = deliveries.export_id
                            and encrypted.recipients = deliveries.recipients
                        where deliveries.export_id = :exportId and destination = :destination""")
                .bind("exportId", exportId)
                .bind("destination", destination)
                .mapTo(String.class)
                .one();
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
