package io.exportroutes.route;

import io.exportroutes.delivery.SafeName;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FinalFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.RunState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a run ends, by what became of its exports and deliveries: SUCCEEDED only where each of its artifacts is DELIVERED at
 * each destination that was planned for it; see docs/architecture.md.
 */
final class RunOutcome {
    private static final int MOST_NAMED = 5;

    private final String runId;
    private final String job;
    private final List<ExportEntry> exports;
    private final List<Delivery> deliveries;
    private final Map<String, List<Delivery>> deliveriesByExport;
    private final boolean renewing;

    /**
     * @param sweep whether the run moves what exists already; another run asks for a new export where its own was LOST, and
     *     then ends by what became of that one
     */
    RunOutcome(String runId, String job, boolean sweep, List<ExportEntry> exports, List<Delivery> deliveries) {
        this.runId = runId;
        this.job = job;
        this.exports = exports.stream()
                .filter(export -> sweep || export.state() != ExportState.LOST)
                .toList();
        this.renewing = !sweep && this.exports.isEmpty();
        this.deliveries = deliveries;
        this.deliveriesByExport = deliveries.stream().collect(Collectors.groupingBy(Delivery::exportId));
    }

    /** Whether nothing is left to do; what FAILED or is REFUSED waits for somebody, and its deliveries with it. */
    boolean isOver() {
        Set<String> waiting = exports.stream()
                .filter(export -> export.state() == ExportState.FAILED || export.state() == ExportState.REFUSED)
                .map(export -> export.manifest().id())
                .collect(Collectors.toSet());
        return !renewing
                && !isAny(ExportState.TAKEN)
                && deliveries.stream()
                        .allMatch(delivery -> delivery.state().settled() || waiting.contains(delivery.exportId()));
    }

    RunState state() {
        if (exports.stream().allMatch(this::isEverywhere)) {
            return RunState.SUCCEEDED;
        }
        if (isAny(DeliveryState.DELIVERED)) {
            return RunState.PARTIAL;
        }
        boolean failed = isAny(ExportState.LOST)
                || isAny(ExportState.FAILED)
                || isAny(ExportState.REFUSED)
                || isAny(DeliveryState.DEAD);
        return failed ? RunState.FAILED : RunState.SKIPPED;
    }

    /** What is written of the run beside its state; null where the deliveries say all. */
    @Nullable
    ExportFailure failure() {
        return switch (state()) {
            case FAILED -> firstFailure();
            case PARTIAL -> isAny(ExportState.LOST) ? lost() : null;
            case SKIPPED -> allDiscarded();
            case SUCCEEDED, QUEUED, EXPORTING, TRANSFERRING -> null;
        };
    }

    private boolean isEverywhere(ExportEntry export) {
        List<Delivery> owed = deliveriesByExport.getOrDefault(export.manifest().id(), List.of());
        return export.state() == ExportState.VERIFIED
                && !owed.isEmpty()
                && owed.stream().allMatch(delivery -> delivery.state() == DeliveryState.DELIVERED);
    }

    private boolean isAny(ExportState state) {
        return exports.stream().anyMatch(export -> export.state() == state);
    }

    private boolean isAny(DeliveryState state) {
        return deliveries.stream().anyMatch(delivery -> delivery.state() == state);
    }

    private ExportFailure firstFailure() {
        for (ExportEntry export : exports) {
            if (export.state() == ExportState.FAILED) {
                return of(export, "Fix the cause, then: dead-letters replay " + runId);
            }
            if (export.state() == ExportState.REFUSED) {
                return of(export, String.valueOf(export.hint()));
            }
        }
        return isAny(ExportState.LOST) ? lost() : noneArrived();
    }

    private static FinalFailure of(ExportEntry export, String hint) {
        return new FinalFailure(String.valueOf(export.errorCode()), String.valueOf(export.error()), hint);
    }

    private FinalFailure lost() {
        List<ExportEntry> lost = exports.stream()
                .filter(export -> export.state() == ExportState.LOST)
                .toList();
        String names = lost.stream().limit(MOST_NAMED).map(RunOutcome::name).collect(Collectors.joining(", "));
        int more = lost.size() - MOST_NAMED;
        return new FinalFailure(
                "exports_lost",
                "%d of %d exports were gone before they could be archived: %s%s"
                        .formatted(lost.size(), exports.size(), names, more > 0 ? " and " + more + " more" : ""),
                "Sweep more often than exports expire; what is listed as ready again, the next sweep takes. Each one's reason:"
                        + " show " + runId);
    }

    private static String name(ExportEntry export) {
        String sent = export.manifest().downloadName();
        String id = export.manifest().id();
        return SafeName.of(sent == null ? id : sent) + " (" + id + ")";
    }

    private FinalFailure noneArrived() {
        if (deliveries.stream().anyMatch(delivery -> "deadline".equals(delivery.errorCode()))) {
            return new FinalFailure(
                    "deadline",
                    "No delivery of run " + runId + " had arrived when its deadline passed",
                    "Raise the job's deadline, or find out what takes so long: show " + runId);
        }
        return new FinalFailure(
                "no_destination_reached",
                "No delivery of run " + runId + " arrived",
                "See each delivery's reason: show " + runId + "; then: dead-letters replay " + runId);
    }

    /** Nothing is dead and nothing arrived: that is no success. */
    private FinalFailure allDiscarded() {
        return new FinalFailure(
                "discarded",
                "Everything that run " + runId + " was to deliver was discarded",
                "Run the job again for a new export: once " + job);
    }
}
