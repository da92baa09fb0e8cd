package io.exportroutes.route;

import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.run.RunServices;
import java.nio.file.Path;
import java.util.List;
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
        Set<String> needed = services.ledger().deliveries().ofExports(exportIds).stream()
                .filter(delivery -> !delivery.state().releasesSpool())
                .map(Delivery::exportId)
                .collect(Collectors.toSet());
        exportIds.stream().filter(id -> !needed.contains(id)).forEach(services.spool()::remove);
    }

    /** Removes the spool file once each of its deliveries is DELIVERED or DISCARDED (invariant 4). */
    public static void releaseIfSettled(RunServices services, String exportId) {
        boolean released = services.ledger().deliveries().ofExport(exportId).stream()
                .allMatch(delivery -> delivery.state().releasesSpool());
        if (released) {
            services.spool().remove(exportId);
        }
    }
}
