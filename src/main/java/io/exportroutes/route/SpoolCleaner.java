package io.exportroutes.route;

import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.run.RunServices;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes bytes from the spool once they are no longer needed. */
public final class SpoolCleaner {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolCleaner.class);

    private SpoolCleaner() {}

    /** Logs the files of the spool that belong to no export of the ledger; they are never deleted. */
    public static void reportLeftovers(RunServices services) {
        Set<String> known = services.spool().exportIds().stream()
                .filter(id -> services.ledger().exports().find(id).isPresent())
                .collect(Collectors.toSet());
        for (Path leftover : services.spool().unknownFiles(known)) {
            LOG.warn(
                    "{} is in the spool and belongs to no export of the ledger. Nothing uses it, and nothing will delete it:"
                            + " move it away once nobody needs it.",
                    leftover);
        }
    }

    /** Removes exports that another process settled, or that were settled just before a crash; never one being downloaded. */
    public static void releaseAllSettled(RunServices services) {
        for (String exportId : services.spool().exportIds()) {
            services.ledger().exports().find(exportId).ifPresent(export -> {
                if (maySettle(services, export)) {
                    releaseIfSettled(services, exportId);
                }
            });
        }
    }

    private static boolean maySettle(RunServices services, ExportEntry export) {
        return switch (export.state()) {
            case TAKEN, REFUSED -> false;
            case LOST, DISCARDED -> true;
            case VERIFIED, FAILED ->
                !services.ledger().deliveries().ofExport(export.manifest().id()).isEmpty();
        };
    }

    /** As {@link #releaseIfSettled(RunServices, String)} for each. */
    static void releaseIfSettled(RunServices services, List<String> exportIds) {
        Map<String, List<Delivery>> byExport = services.ledger().deliveries().ofExports(exportIds).stream()
                .collect(Collectors.groupingBy(Delivery::exportId));
        exportIds.forEach(id -> release(services, id, byExport.getOrDefault(id, List.of())));
    }

    /** Removes the spool file once each of its deliveries is DELIVERED or DISCARDED (invariant 4). */
    public static void releaseIfSettled(RunServices services, String exportId) {
        release(services, exportId, services.ledger().deliveries().ofExport(exportId));
    }

    private static void release(RunServices services, String exportId, List<Delivery> deliveries) {
        if (deliveries.stream().allMatch(delivery -> delivery.state().releasesSpool())) {
            remove(services, exportId, deliveries);
        }
    }

    /** Removes the export's bytes whatever became of its deliveries: plain ones, and those that were encrypted. */
    static void remove(RunServices services, String exportId) {
        remove(services, exportId, services.ledger().deliveries().ofExport(exportId));
    }

    private static void remove(RunServices services, String exportId, List<Delivery> deliveries) {
        deliveries.stream()
                .map(delivery -> delivery.plan().recipients())
                .filter(Objects::nonNull)
                .distinct()
                .forEach(recipients -> services.spool().encrypted().remove(exportId, recipients));
        services.spool().remove(exportId);
    }
}
