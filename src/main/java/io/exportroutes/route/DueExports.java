package io.exportroutes.route;

import io.exportroutes.api.Manifest;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Ledger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which of a run's exports it still has to move. */
final class DueExports {
    private final Ledger ledger;

    DueExports(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Their ids, soonest expiry first; the rest stays in the ledger, as a large sweep has a hundred thousand of them. */
    List<String> of(RunContext context) {
        for (String failed : ledger.summaries().ids(context.id(), Set.of(ExportState.FAILED))) {
            ledger.exports().find(failed).ifPresent(export -> retaken(export, context));
        }
        return ledger.summaries().due(context.id());
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
}
