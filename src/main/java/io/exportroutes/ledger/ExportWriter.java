package io.exportroutes.ledger;

import io.exportroutes.api.Manifest;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Verified;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** What the owner of a run writes about its exports, under a claim as {@link ClaimedLedger}. Failures as in {@link Runs}. */
public final class ExportWriter {
    private final Database database;

    ExportWriter(Database database) {
        this.database = database;
    }

    /**
     * Makes the run the owner of the export, before its first byte is downloaded (invariant 1): if no run has it, if it
     * FAILED, where its owner is settled and left it TAKEN, or where it is LOST and the API has not refused its download since
     * its manifest became what it is. Deliveries that a former owner planned come along, to be retried under the same keys.
     *
     * @return whether the run owns it now, TAKEN or VERIFIED; of several that try at once, one
     */
    public boolean take(Manifest manifest, String project, String runId) {
        return database.write("take export " + manifest.id(), handle -> take(handle, manifest, project, runId));
    }

    /** As {@link #take} for each of them, in one transaction; exports of other runs stay theirs. */
    public void takeAll(Collection<Manifest> manifests, String project, String runId) {
        if (!manifests.isEmpty()) {
            database.write(
                    "take " + manifests.size() + " exports",
                    handle -> handOver(handle, taken(handle, List.copyOf(manifests), project, runId), runId));
        }
    }

    private static List<String> taken(Handle handle, List<Manifest> manifests, String project, String runId) {
        try (PreparedBatch batch = handle.prepareBatch(ExportSql.TAKE)) {
            manifests.forEach(manifest -> facts(batch, manifest)
                    .bind("owner", project)
                    .bind("runId", runId)
                    .add());
            int[] changed = batch.execute();
            return IntStream.range(0, changed.length)
                    .filter(index -> changed[index] == 1)
                    .mapToObj(index -> manifests.get(index).id())
                    .toList();
        }
    }

    private static int handOver(Handle handle, List<String> taken, String runId) {
        return taken.isEmpty()
                ? 0
                : handle.createUpdate(ExportSql.HAND_OVER)
                        .bindList("ids", taken)
                        .bind("runId", runId)
                        .execute();
    }

    private static boolean take(Handle handle, Manifest manifest, String project, String runId) {
        int changed = facts(handle.createUpdate(ExportSql.TAKE), manifest)
                .bind("owner", project)
                .bind("runId", runId)
                .execute();
        if (changed == 1) {
            handOver(handle, List.of(manifest.id()), runId);
        }
        return changed == 1 || owns(handle, runId, manifest.id());
    }

    private static boolean owns(Handle handle, String runId, String exportId) {
        return handle.createQuery(ExportSql.OWNED)
                .bind("id", exportId)
                .bind("runId", runId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Stores the latest listing's facts of an export; no effect if the ledger does not know it. */
    public void refresh(Manifest manifest) {
        database.write(
                "refresh export " + manifest.id(), handle -> facts(handle.createUpdate(ExportSql.REFRESH), manifest)
                        .execute());
    }

    /** As the other one, for a job without a chain of custody. */
    public void recordVerified(String exportId, long size, String sha256, String node) {
        recordVerified(exportId, new Verified(size, sha256), node, null);
    }

    /**
     * The bytes are downloaded and checked. A repeat with the same facts changes nothing; with other bytes it is refused once
     * a destination has the former ones (invariant 5).
     *
     * @param node whose spool has them
     * @param event what its chain of custody is to tell, or null
     */
    public void recordVerified(String exportId, Verified bytes, String node, @Nullable ChainEvent event) {
        Map<String, ?> values =
                Map.of("size", bytes.size(), "sha256", bytes.sha256(), "node", node, "now", database.now());
        database.write("verify export " + exportId, handle -> {
            transition(exportId, ExportState.VERIFIED, ExportSql.VERIFIED).apply(handle, values);
            database.chains().append(handle, event);
            return true;
        });
    }

    /**
     * The verified bytes were encrypted for a set of recipients, and lie in a spool; before any destination has one of them.
     *
     * @param event what its chain of custody is to tell, or null
     * @throws PermanentFailure {@code encrypted_bytes_lost} if a destination has other bytes for the same set already, or what is
     *     inside is not what was verified
     */
    public void recordEncrypted(EncryptedArtifact encrypted, @Nullable ChainEvent event) {
        database.write("record " + encrypted.exportId() + " as encrypted", handle -> {
            if (!EncryptedArtifacts.record(handle, encrypted, database.now())) {
                throw new PermanentFailure(
                        FailureCode.ENCRYPTED_BYTES_LOST,
                        "Export %s was encrypted anew, and a destination has the former bytes, or its plain bytes changed"
                                .formatted(encrypted.exportId()),
                        "Replay the delivery; if that does not help, discard it and run the job again");
            }
            database.chains().append(handle, event);
            return true;
        });
    }

    /**
     * Records that the API called the export gone before it could be archived. Deliveries that were planned for it are
     * DISCARDED with that reason.
     *
     * @param failure the report of the API or the listing
     * @param bytes only where they are NOWHERE, what was verified, and no destination has, is lost to its run too
     * @return true only the first time; false also where a destination has it or another run does
     */
    public boolean recordLost(Manifest manifest, String project, String runId, ExportFailure failure, Spooled bytes) {
        return database.write("record export " + manifest.id() + " as lost", handle -> {
            boolean first = facts(handle.createUpdate(ExportSql.lost(bytes)), manifest)
                            .bind("owner", project)
                            .bind("runId", runId)
                            .bindMap(ErrorColumns.of(failure))
                            .execute()
                    == 1;
            if (first) {
                handle.createUpdate(ExportSql.DISCARD_OF_LOST)
                        .bind("id", manifest.id())
                        .execute();
                ChainTold.lost(database, handle, runId, manifest.id(), failure);
            }
            return first;
        });
    }

    /**
     * Retries exhausted, or its bytes failed a check.
     *
     * @return false, and nothing changed, where a destination already has the verified bytes: it stays VERIFIED
     */
    public boolean fail(String exportId, ExportFailure failure) {
        return database.write(
                "fail export " + exportId,
                handle -> end(
                        handle,
                        exportId,
                        transition(exportId, ExportState.FAILED, ExportSql.FAILED),
                        ErrorColumns.of(failure)));
    }

    /**
     * The job's guard refused it: no run takes it until it is released or discarded by name, see {@link Replays#release}.
     *
     * @param size bytes, verified but for the guard
     * @param sha256 lower-case hex
     * @param node whose spool has them
     * @return as {@link #fail}
     */
    public boolean refuse(String exportId, long size, String sha256, String node, ExportFailure failure) {
        Map<String, Object> values = new HashMap<>(ErrorColumns.of(failure));
        values.put("size", size);
        values.put("sha256", sha256);
        values.put("node", node);
        return database.write(
                "refuse export " + exportId,
                handle -> end(handle, exportId, transition(exportId, ExportState.REFUSED, ExportSql.REFUSED), values));
    }

    private static boolean end(Handle handle, String exportId, Transition transition, Map<String, ?> values) {
        if (transition.tryApply(handle, values)) {
            return true;
        }
        boolean archived = handle.createQuery("select state from exports where id = :id")
                .bind("id", exportId)
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> Transition.unknown("Export " + exportId))
                .equals(ExportState.VERIFIED.name());
        if (!archived) {
            transition.apply(handle, values);
        }
        return false;
    }

    /** All exports that the run took and has not verified become FAILED, in one statement: its deadline passed. */
    public void failUnfinished(String runId, ExportFailure failure) {
        database.write(
                "fail what run " + runId + " could not finish in time",
                handle -> failUnfinished(handle, runId, failure));
    }

    /** For {@link RunWriter#settle} and {@link RunWriter#revertReplay}: unverified exports become FAILED with the run's reason. */
    static int failUnfinished(Handle handle, String runId, ExportFailure failure) {
        return handle.createUpdate(ExportSql.UNFINISHED)
                .bindMap(ErrorColumns.of(failure))
                .bind("runId", runId)
                .execute();
    }

    /** For {@link RunWriter#renew}: gives up the run's exports, so that a new export can replace them. */
    static void giveUp(Handle handle, String runId, ExportFailure failure, Spooled bytes) {
        handle.createUpdate(ExportSql.giveUp(bytes))
                .bind("runId", runId)
                .bindMap(ErrorColumns.of(failure))
                .execute();
        handle.createUpdate(ExportSql.DISCARD_OF_RENEWED).bind("runId", runId).execute();
    }

    static <T extends SqlStatement<T>> T facts(T statement, Manifest manifest) {
        return statement
                .bindMethods(manifest)
                .bindMethods(manifest.scope())
                .bindMethods(manifest.artifact())
                .bindMethods(manifest.availability());
    }

    private static Transition transition(String exportId, ExportState to, String update) {
        return new Transition(
                "Export " + exportId,
                to.name(),
                update,
                "select state from exports where id = :id",
                Map.of("id", exportId));
    }
}
