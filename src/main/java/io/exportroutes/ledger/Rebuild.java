package io.exportroutes.ledger;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Makes a new ledger from what destinations have. Failures as in {@link Runs}. */
public final class Rebuild {
    private static final String RUN = """
            insert into runs (id, job, project, triggered_by, scheduled_for, state, created_at, finished_at, renewals, note)
            values (:run, :job, :project, 'rebuilt', :scheduledFor, 'SUCCEEDED', :scheduledFor, :verifiedAt, 0,
              'Rebuilt from the sidecars at the destinations')
            on conflict (id) do nothing""";

    private static final String VERIFIED = """
            update exports set state = 'VERIFIED', size = :size, sha256 = :sha256, verified_at = :verifiedAt, planned_for = :run
            where id = :exportId and state = 'TAKEN'""";

    private static final String SET =
            "insert into recipient_sets (fingerprint, recipients) values (:recipients, '') on conflict (fingerprint) do nothing";

    private static final String ENCRYPTED = """
            insert into encrypted_artifacts (export_id, recipients, size, sha256, plain_sha256, encrypted_at, spooled_on)
            values (:exportId, :recipients, :size, :sha256, :plain, :verifiedAt, '') on conflict (export_id, recipients) do nothing""";

    /** Its size was compared just now, and that is all that is known of it. */
    private static final String DELIVERED = """
            insert into deliveries (export_id, destination, run_id, state, object_key, held_key, attempts, location, delivered_at,
              confirmation, recipients)
            values (:exportId, :destination, :run, 'DELIVERED', :key, :key, 1, :location, :verifiedAt, 'SIZE', :recipients)
            on conflict (export_id, destination) do nothing""";

    private final Database database;

    Rebuild(Database database) {
        this.database = database;
    }

    /** Whether the ledger knows no run: only then may one be made anew. */
    public boolean isEmpty() {
        return !database.has("look for runs", "select 1 from runs", java.util.Map.of());
    }

    /** Brings the copies, all or none; one that is there already changes nothing. */
    public void bring(List<RebuiltCopy> copies) {
        database.write("bring " + copies.size() + " copies", handle -> {
            copies.forEach(copy -> bring(handle, copy));
            return true;
        });
    }

    private static void bring(Handle handle, RebuiltCopy copy) {
        RebuiltCopy.Origin origin = copy.origin();
        handle.createUpdate(RUN).bindMethods(origin).execute();
        ExportWriter.facts(handle.createUpdate(ExportSql.TAKE), copy.manifest())
                .bind("owner", origin.project())
                .bind("runId", origin.run())
                .execute();
        String exportId = copy.manifest().id();
        handle.createUpdate(VERIFIED)
                .bind("exportId", exportId)
                .bind("size", copy.plain().size())
                .bind("sha256", copy.plain().sha256())
                .bind("verifiedAt", origin.verifiedAt())
                .bind("run", origin.run())
                .execute();
        if (copy.encrypted()) {
            encrypted(handle, copy);
        }
        handle.createUpdate(DELIVERED)
                .bind("exportId", exportId)
                .bind("destination", copy.place().destination())
                .bind("run", origin.run())
                .bind("key", copy.place().key())
                .bind(
                        "location",
                        copy.place().destination() + ":" + copy.place().key())
                .bind("verifiedAt", origin.verifiedAt())
                .bind("recipients", copy.recipients())
                .execute();
    }

    private static void encrypted(Handle handle, RebuiltCopy copy) {
        handle.createUpdate(SET).bind("recipients", copy.recipients()).execute();
        handle.createUpdate(ENCRYPTED)
                .bind("exportId", copy.manifest().id())
                .bind("recipients", copy.recipients())
                .bind("size", copy.place().stored().size())
                .bind("sha256", copy.place().stored().sha256())
                .bind("plain", copy.plain().sha256())
                .bind("verifiedAt", copy.origin().verifiedAt())
                .execute();
    }
}
