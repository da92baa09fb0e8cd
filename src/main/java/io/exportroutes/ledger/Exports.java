package io.exportroutes.ledger;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The exports that runs took, by their id. The work on a run writes about them by {@link ExportWriter}. Failures as in {@link
 * Runs}.
 */
public final class Exports {
    private final Database database;
    private final EncryptedArtifacts encrypted;

    Exports(Database database) {
        this.database = database;
        this.encrypted = new EncryptedArtifacts(database);
    }

    /** The exports as they were encrypted for recipients. */
    public EncryptedArtifacts encrypted() {
        return encrypted;
    }

    /** The run's exports, soonest expiry first. */
    public List<ExportEntry> ofRun(String runId) {
        return list("list the exports of run " + runId, ExportSql.OF_RUN, Map.of("runId", runId));
    }

    public Optional<ExportEntry> find(String exportId) {
        return database.find("find export " + exportId, ExportSql.FIND, Map.of("id", exportId), RowMappers::export);
    }

    /** Those of these exports that the ledger has, in the order of the ids. */
    public List<ExportEntry> find(List<String> exportIds) {
        Map<String, ExportEntry> found = new HashMap<>();
        database.inParts(
                        "find " + exportIds.size() + " exports",
                        "select * from exports where id in (<ids>)",
                        Map.of(),
                        exportIds,
                        RowMappers::export)
                .forEach(export -> found.put(export.manifest().id(), export));
        return exportIds.stream()
                .flatMap(id -> Stream.ofNullable(found.get(id)))
                .toList();
    }

    /** Those of the given exports that the ledger knows already, by id; see {@link KnownExport}. */
    public Map<String, KnownExport> knownExports(String project, Collection<String> exportIds) {
        Map<String, KnownExport> known = new HashMap<>();
        database.inParts(
                        "find archived exports",
                        ExportSql.STANDINGS,
                        Map.of("project", project),
                        List.copyOf(Set.copyOf(exportIds)),
                        RowMappers::knownExport)
                .forEach(export -> known.put(export.getKey(), export.getValue()));
        return known;
    }

    /** The dead letters: those that FAILED and wait for the replay of a run that ended FAILED or PARTIAL. */
    public List<ExportEntry> failed() {
        return inOrder("list failed exports", ExportSql.DEAD, Map.of("state", ExportState.FAILED));
    }

    /** Those of {@link #failed()} with this id or of the run with it. */
    public List<ExportEntry> failed(String id) {
        return inOrder(
                "list failed exports of " + id, ExportSql.DEAD_OF, Map.of("state", ExportState.FAILED, "id", id));
    }

    /** Exports that guards refused, of runs that ended FAILED or PARTIAL: only {@link Replays#release} delivers them. */
    public List<ExportEntry> refused() {
        return inOrder("list refused exports", ExportSql.DEAD, Map.of("state", ExportState.REFUSED));
    }

    /** Those of {@link #refused()} with this id or of the run with it. */
    public List<ExportEntry> refused(String id) {
        return inOrder(
                "list refused exports of " + id, ExportSql.DEAD_OF, Map.of("state", ExportState.REFUSED, "id", id));
    }

    /** By id. */
    private List<ExportEntry> inOrder(String operation, String select, Map<String, ?> values) {
        return list(operation, select, values).stream()
                .sorted(Comparator.comparing(export -> export.manifest().id()))
                .toList();
    }

    private List<ExportEntry> list(String operation, String select, Map<String, ?> values) {
        return database.list(operation, select, values, RowMappers::export);
    }

    /**
     * FAILED or REFUSED becomes DISCARDED, its reason kept, and so do its open deliveries: it is given up by hand.
     * False from any other state, or where its run is in progress.
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
        return database.find(
                "find the last good export of " + job,
                ExportSql.LAST_GOOD,
                Map.of("job", job, "kind", kind),
                RowMappers::export);
    }
}
