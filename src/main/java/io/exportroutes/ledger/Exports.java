package io.exportroutes.ledger;

import io.exportroutes.api.Manifest;
import io.exportroutes.failure.ExportFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/** The exports that runs took, by their id. Failures as in {@link Runs}. */
public final class Exports {
    private static final int IDS_IN_ONE_QUERY = 500;

    private final Database database;

    Exports(Database database) {
        this.database = database;
    }

    /**
     * Makes the run the owner of the export, before its first byte is downloaded (invariant 1): where nobody has it, where it
     * FAILED, where its owner is settled and left it TAKEN, or where it is LOST and the API has not refused its download since
     * its manifest became what it is. Deliveries that a former owner planned come along, to be tried anew under the same keys.
     *
     * @return whether the run owns it now, TAKEN or VERIFIED; of several that try at once, one
     */
    public boolean take(Manifest manifest, String project, String runId) {
        return database.write("take export " + manifest.id(), handle -> take(handle, manifest, project, runId));
    }

    /** As {@link #take} for each of them, in one transaction: what others have stays theirs. */
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

    /** What the run owns, what expires soonest first. */
    public List<ExportEntry> ofRun(String runId) {
        return database.read("list the exports of run " + runId, handle -> handle.createQuery(ExportSql.OF_RUN)
                .bind("runId", runId)
                .map(RowMappers::export)
                .list());
    }

    public Optional<ExportEntry> find(String exportId) {
        return database.read("find export " + exportId, handle -> handle.createQuery(ExportSql.FIND)
                .bind("id", exportId)
                .map(RowMappers::export)
                .findOne());
    }

    /** Those of the given that a sweep must not simply take, by id; see {@link KnownExport}. */
    public Map<String, KnownExport> standings(String project, Collection<String> exportIds) {
        List<String> ids = new ArrayList<>(new HashSet<>(exportIds));
        return database.read("look for archived exports", handle -> {
            Map<String, KnownExport> standings = new HashMap<>();
            for (int from = 0; from < ids.size(); from += IDS_IN_ONE_QUERY) {
                handle.createQuery(ExportSql.STANDINGS)
                        .bind("project", project)
                        .bindList("ids", ids.subList(from, Math.min(ids.size(), from + IDS_IN_ONE_QUERY)))
                        .map(RowMappers::standing)
                        .forEach(standing -> standings.put(standing.getKey(), standing.getValue()));
            }
            return standings;
        });
    }

    /** Keeps the latest listing's facts of an export; nothing happens to one that the ledger does not know. */
    public void refresh(Manifest manifest) {
        database.write(
                "refresh export " + manifest.id(), handle -> facts(handle.createUpdate(ExportSql.REFRESH), manifest)
                        .execute());
    }

    /**
     * The bytes are downloaded and checked. A repeat with the same facts changes nothing; with other bytes it is refused once
     * a destination has the former ones (invariant 5).
     *
     * @param size bytes
     * @param sha256 lower-case hex
     * @param node whose spool has them
     */
    public void verified(String exportId, long size, String sha256, String node) {
        Map<String, ?> values = Map.of("size", size, "sha256", sha256, "node", node, "now", database.now());
        database.write("verify export " + exportId, handle -> {
            transition(exportId, ExportState.VERIFIED, ExportSql.VERIFIED).apply(handle, values);
            return true;
        });
    }

    /**
     * Records that the API called the export gone before it could be archived. Deliveries that were planned for it are
     * DISCARDED with that reason.
     *
     * @param failure what the API said, or the listing
     * @param bytes only where they are NOWHERE, what was verified, and no destination has, is lost to its run too
     * @return true only the first time; false also where a destination has it or another run does
     */
    public boolean lost(Manifest manifest, String project, String runId, ExportFailure failure, Spooled bytes) {
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
            }
            return first;
        });
    }

    /**
     * Retries exhausted, or its bytes failed a check.
     *
     * @return false, and nothing changed, where a destination already has the verified bytes: it stays VERIFIED
     */
    public boolean failed(String exportId, ExportFailure failure) {
        return database.write(
                "fail export " + exportId,
                handle -> end(
                        handle,
                        exportId,
                        transition(exportId, ExportState.FAILED, ExportSql.FAILED),
                        ErrorColumns.of(failure)));
    }

    /**
     * The job's guard refused it: no run takes it until it is released or discarded by name, see {@link Refusals}.
     *
     * @param size bytes, verified but for the guard
     * @param sha256 lower-case hex
     * @param node whose spool has them
     * @return as {@link #failed}
     */
    public boolean refused(String exportId, long size, String sha256, String node, ExportFailure failure) {
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

    /** What the run took and has not verified becomes FAILED, all at once: its deadline passed. */
    public void outOfTime(String runId, ExportFailure failure) {
        database.write("fail what run " + runId + " had no time for", handle -> unfinished(handle, runId, failure));
    }

    /** For {@link Runs#settle} and {@link Replays#unbegun}: what the run leaves is FAILED with its reason. */
    static int unfinished(Handle handle, String runId, ExportFailure failure) {
        return handle.createUpdate(ExportSql.UNFINISHED)
                .bindMap(ErrorColumns.of(failure))
                .bind("runId", runId)
                .execute();
    }

    /** The dead letters: those that FAILED and wait for the replay of a run that ended FAILED or PARTIAL. */
    public List<ExportEntry> failed() {
        return database.read("list failed exports", handle -> dead(handle, ExportState.FAILED));
    }

    /** Those of {@link #failed()} with this id or of the run with it. */
    public List<ExportEntry> failed(String id) {
        return database.read("list failed exports of " + id, handle -> dead(handle, ExportState.FAILED, id));
    }

    static List<ExportEntry> dead(Handle handle, ExportState state) {
        return handle.createQuery(ExportSql.ALL_DEAD)
                .bind("state", state)
                .map(RowMappers::export)
                .list();
    }

    static List<ExportEntry> dead(Handle handle, ExportState state, String id) {
        return handle.createQuery(ExportSql.DEAD_OF)
                .bind("state", state)
                .bind("id", id)
                .map(RowMappers::export)
                .list();
    }

    /**
     * FAILED or REFUSED becomes DISCARDED, its reason kept, and what was still to be delivered of it too: it is given up by
     * hand. False from any other state, or where its run is going on.
     */
    public boolean discard(String exportId) {
        return database.write("discard export " + exportId, handle -> {
            boolean discarded =
                    handle.createUpdate(ExportSql.DISCARD).bind("id", exportId).execute() == 1;
            if (discarded) {
                handle.createUpdate(ExportSql.DISCARD_OF_DISCARDED)
                        .bind("id", exportId)
                        .execute();
            }
            return discarded;
        });
    }

    /** The newest VERIFIED export of this kind among the job's runs. */
    public Optional<ExportEntry> lastGood(String job, String kind) {
        return database.read("find the last good export of " + job, handle -> handle.createQuery(ExportSql.LAST_GOOD)
                .bind("job", job)
                .bind("kind", kind)
                .map(RowMappers::export)
                .findOne());
    }

    /** For {@link Runs#renewing}: what the run has is given up, so that a new export can take its place. */
    static void giveUp(Handle handle, String runId, ExportFailure failure, Spooled bytes) {
        handle.createUpdate(ExportSql.giveUp(bytes))
                .bind("runId", runId)
                .bindMap(ErrorColumns.of(failure))
                .execute();
        handle.createUpdate(ExportSql.DISCARD_OF_RENEWED).bind("runId", runId).execute();
    }

    private static <T extends SqlStatement<T>> T facts(T statement, Manifest manifest) {
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
