package io.exportroutes.route;

import io.exportroutes.api.Manifest;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Ledger;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which of a run's exports it still has to move. */
final class DueExports {
    private final Ledger ledger;

    DueExports(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Soonest expiry first. */
    List<ExportEntry> of(RunContext context) {
        return ledger.exports().ofRun(context.id()).stream()
                .flatMap(export -> retaken(export, context).stream())
                .filter(this::unsettled)
                .sorted(Comparator.comparing(
                        export -> export.manifest().expiresAt(),
                        Comparator.nullsLast(Comparator.<Instant>naturalOrder())))
                .toList();
    }

    /** A replayed run tries again what failed before; empty where another run was faster: it is that one's to move. */
    Optional<ExportEntry> retaken(ExportEntry export, RunContext context) {
        if (export.state() != ExportState.FAILED) {
            return Optional.of(export);
        }
        Manifest manifest = export.manifest();
        return context.ledger().exports().take(manifest, export.project(), context.id())
                ? ledger.exports().find(manifest.id())
                : Optional.empty();
    }

    private boolean unsettled(ExportEntry export) {
        return switch (export.state()) {
            case TAKEN -> true;
            case LOST, FAILED, REFUSED, DISCARDED -> false;
            case VERIFIED -> {
                List<Delivery> deliveries =
                        ledger.deliveries().ofExport(export.manifest().id());
                yield deliveries.isEmpty()
                        || deliveries.stream()
                                .anyMatch(delivery -> !delivery.state().settled());
            }
        };
    }
}
