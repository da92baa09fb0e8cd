package io.exportroutes.route;

import io.exportroutes.api.Manifest;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.run.DeliveriesInFlight;
import io.exportroutes.run.RunContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which of a run's exports it still has to move. */
public final class PendingExports {
    private final Ledger ledger;
    private final DeliveriesInFlight inFlight;

    public PendingExports(Ledger ledger, DeliveriesInFlight inFlight) {
        this.ledger = ledger;
        this.inFlight = inFlight;
    }

    /**
     * Their ids, soonest expiry first; the rest stays in the ledger, as a large sweep has a hundred thousand of them. A
     * verified one is due only where one of its destinations has room for it now: opening it means to read all of it.
     */
    public List<String> of(RunContext context) {
        for (String failed : ledger.summaries().ids(context.id(), Set.of(ExportState.FAILED))) {
            ledger.exports().find(failed).ifPresent(export -> retake(export, context));
        }
        String run = context.id();
        Map<String, Integer> room = new HashMap<>();
        return ledger.summaries().due(run, (export, destination) -> hasRoom(run, export, destination, room));
    }

    /** @param room the room left at each destination, less the deliveries found so far */
    private boolean hasRoom(String run, String export, String destination, Map<String, Integer> room) {
        if (inFlight.has(run, export + "@" + destination)) {
            return false;
        }
        int left = room.computeIfAbsent(destination, inFlight::room);
        room.put(destination, left - 1);
        if (left <= 0) {
            inFlight.isFullFor(run, destination);
        }
        return left > 0;
    }

    /** Takes a failed export again for a replayed run; empty if another run took it first. */
    Optional<ExportEntry> retake(ExportEntry export, RunContext context) {
        if (export.state() != ExportState.FAILED) {
            return Optional.of(export);
        }
        Manifest manifest = export.manifest();
        return context.ledger().exports().take(manifest, export.owner().project(), context.id())
                ? ledger.exports().find(manifest.id())
                : Optional.empty();
    }
}
