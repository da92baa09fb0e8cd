package io.exportroutes.ledger;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Makes a new ledger from what destinations have. Failures as in {@link Runs}. */
public final class Rebuild {
    private static final String RUN = """
            insert into runs (id, job, project, triggered_by, scheduled_for, state, created_at, finished_at, renewals, note)
            values (:run, :job, :project, 'rebuilt', :scheduledFor, 'SUCCEEDED', :scheduledFor, :verifiedAt, 0,
              'Rebuilt from the sidecars at the destinations')
            on conflict (id) do update set finished_at = excluded.finished_at where runs.finished_at < excluded.finished_at""";

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

    private static final String HOLD = """
            insert into holds (id, export_id, reason, placed_by, placed_at) values (:id, :exportId, :reason, :by, :at)
            on conflict (id) do nothing""";

    private static final String REPAIRED = """
            insert into repairs (id, export_id, destination, old_key, new_key, done_by, begun_at, ended_at)
            values (:id, :exportId, :destination, :old, :fresh, :by, :endedAt, :endedAt)""";

    /** That it was removed as well is told by nothing; what is still there is left, and nothing counts on it. */
    private static final String GONE = """
            insert into copies (export_id, destination, expiring_at, expiry_reason, expired_at, lost_by)
            values (:exportId, :destination, :at, :reason, :at, :lostBy)""";

    private final Database database;

    Rebuild(Database database) {
        this.database = database;
    }

    /** Whether the ledger knows no run: only then may one be made anew. */
    public boolean isEmpty() {
        return !database.has("look for runs", "select 1 from runs", Map.of());
    }

    /** What chains of custody tell of copies. */
    public RebuiltChains chains() {
        return new RebuiltChains(database);
    }

    /**
     * Brings the copies with what became of them, all or none; one that is there already changes nothing.
     *
     * @return how many it has of which nothing is told that ended them, and which it did not have before
     */
    public int bring(List<RebuiltCopy> copies) {
        return database.write("bring " + copies.size() + " copies", handle -> {
            int live = 0;
            for (RebuiltCopy copy : copies) {
                boolean brought = bring(handle, copy);
                live += brought && copy.fate().gone() == null ? 1 : 0;
            }
            return live;
        });
    }

    private static boolean bring(Handle handle, RebuiltCopy copy) {
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
        if (copy.place().encrypted()) {
            encrypted(handle, copy);
        }
        boolean brought = delivered(handle, copy);
        if (brought) {
            ended(handle, copy);
        }
        return brought;
    }

    private static boolean delivered(Handle handle, RebuiltCopy copy) {
        RebuiltCopy.Origin origin = copy.origin();
        return handle.createUpdate(DELIVERED)
                        .bind("exportId", copy.manifest().id())
                        .bind("destination", copy.place().destination())
                        .bind("run", origin.run())
                        .bind("key", copy.place().key())
                        .bind(
                                "location",
                                copy.place().destination() + ":" + copy.place().key())
                        .bind("verifiedAt", origin.verifiedAt())
                        .bind("recipients", copy.recipients())
                        .execute()
                == 1;
    }

    /** What became of it after its delivery. */
    private static void ended(Handle handle, RebuiltCopy copy) {
        CopyFate fate = copy.fate();
        fate.holds().forEach(hold -> handle.createUpdate(HOLD).bindMethods(hold).execute());
        for (Repair repair : fate.repairs()) {
            handle.createUpdate(REPAIRED)
                    .bindMethods(repair)
                    .bindMethods(repair.keys())
                    .bind("id", UUID.randomUUID().toString())
                    .execute();
        }
        CopyFate.Gone gone = fate.gone();
        if (gone != null) {
            handle.createUpdate(GONE)
                    .bindMethods(gone)
                    .bind("exportId", copy.manifest().id())
                    .bind("destination", copy.place().destination())
                    .execute();
        }
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
