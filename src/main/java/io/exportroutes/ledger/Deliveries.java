package io.exportroutes.ledger;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The deliveries, by export and destination. The work on a run writes about them by {@link DeliveryWriter}. Failures as in
 * {@link Runs}.
 */
public final class Deliveries {
    private final Database database;
    private final LastCopies lastCopies;
    private final Copies copies;
    private final BaseDirectories baseDirectories;

    Deliveries(Database database) {
        this.database = database;
        this.lastCopies = new LastCopies(database);
        this.copies = new Copies(database);
        this.baseDirectories = new BaseDirectories(database);
    }

    /** What is known of the directories that file and SFTP destinations write to. */
    public BaseDirectories baseDirectories() {
        return baseDirectories;
    }

    /** What destinations confirmed. */
    public Copies copies() {
        return copies;
    }

    /** The newest copy of each job at each destination. */
    public LastCopies lastCopies() {
        return lastCopies;
    }

    public List<Delivery> ofRun(String runId) {
        return list("list the deliveries of run " + runId, "where run_id = :id", Map.of("id", runId));
    }

    public List<Delivery> ofExport(String exportId) {
        return list("list the deliveries of " + exportId, "where export_id = :id", Map.of("id", exportId));
    }

    /** The deliveries of these exports, to every destination. */
    public List<Delivery> ofExports(List<String> exportIds) {
        return database.inParts(
                "list the deliveries of " + exportIds.size() + " exports",
                "select * from deliveries where export_id in (<ids>)",
                Map.of(),
                exportIds,
                RowMappers::delivery);
    }

    public Optional<Delivery> find(String exportId, String destination) {
        String operation = "find delivery " + DeliverySql.id(exportId, destination);
        return list(operation, DeliverySql.ROW, DeliverySql.keys(exportId, destination)).stream()
                .findFirst();
    }

    /** The dead letters; those of a refused export are listed with the export instead. */
    public List<Delivery> dead() {
        return list("list dead letters", "where " + DeliverySql.IS_DEAD, Map.of());
    }

    /** The dead letters of one run. */
    public List<Delivery> dead(String runId) {
        return list(
                "list dead letters of run " + runId,
                "where run_id = :id and " + DeliverySql.IS_DEAD,
                Map.of("id", runId));
    }

    /**
     * DEAD becomes PENDING, its last reason kept; false from any other state, for example if another node was first. For {@link
     * Replays#reopen}: in one transaction with its run, so that no crash leaves one without the other.
     */
    static boolean replay(Handle handle, String exportId, String destination) {
        return DeliverySql.transition(exportId, destination, DeliveryState.PENDING, DeliverySql.REPLAY)
                .tryApply(handle, Map.of());
    }

    /** DEAD becomes DISCARDED; false from any other state. */
    public boolean discard(String exportId, String destination) {
        return database.write(
                "bring delivery " + DeliverySql.id(exportId, destination) + " to " + DeliveryState.DISCARDED,
                handle -> DeliverySql.transition(exportId, destination, DeliveryState.DISCARDED, DeliverySql.DISCARD)
                        .tryApply(handle, Map.of()));
    }

    private List<Delivery> list(String operation, String where, Map<String, String> values) {
        return database.list(operation, "select * from deliveries " + where, values, RowMappers::delivery).stream()
                .sorted(Comparator.comparing(Delivery::exportId).thenComparing(Delivery::destination))
                .toList();
    }
}
