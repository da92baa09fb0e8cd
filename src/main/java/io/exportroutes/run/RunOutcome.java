package io.exportroutes.run;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.RunTally;
import io.exportroutes.value.SafeName;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a run ends, by what became of its exports and deliveries: SUCCEEDED only where each of its artifacts is DELIVERED at
 * each destination that was planned for it; see docs/architecture.md.
 */
final class RunOutcome {
    private final String runId;
    private final String job;
    private final RunTally tally;
    private final long exports;
    private final long lost;
    private final boolean renewing;

    /**
     * @param sweep whether the run moves what exists already; another run asks for a new export where its own was LOST, and
     *     then ends by what became of that one
     */
    RunOutcome(String runId, String job, boolean sweep, RunTally tally) {
        this.runId = runId;
        this.job = job;
        this.tally = tally;
        this.lost = sweep ? tally.count(ExportState.LOST) : 0;
        this.exports = sweep ? tally.total() : tally.total() - tally.count(ExportState.LOST);
        this.renewing = !sweep && exports == 0;
    }

    /** Whether nothing is left to do; what FAILED or is REFUSED waits for somebody, and its deliveries with it. */
    boolean isOver() {
        return !renewing && !isAny(ExportState.TAKEN) && tally.deliveries().open() == 0;
    }

    RunState state() {
        if (tally.deliveries().everywhere() == exports) {
            return RunState.SUCCEEDED;
        }
        if (isAny(DeliveryState.DELIVERED)) {
            return RunState.PARTIAL;
        }
        boolean failed =
                lost > 0 || isAny(ExportState.FAILED) || isAny(ExportState.REFUSED) || isAny(DeliveryState.DEAD);
        return failed ? RunState.FAILED : RunState.SKIPPED;
    }

    /** The failure that is recorded with the run's state; null if the deliveries have it. */
    @Nullable
    ExportFailure failure() {
        return switch (state()) {
            case FAILED -> firstFailure();
            case PARTIAL -> lost > 0 ? lost() : named(tally.failed());
            case SKIPPED -> allDiscarded();
            case SUCCEEDED, QUEUED, EXPORTING, TRANSFERRING -> null;
        };
    }

    private boolean isAny(ExportState state) {
        return tally.count(state) > 0;
    }

    private boolean isAny(DeliveryState state) {
        return tally.count(state) > 0;
    }

    private ExportFailure firstFailure() {
        ExportEntry failed = tally.failed();
        if (failed != null) {
            return of(failed, String.valueOf(failed.failure().message()));
        }
        return lost > 0 ? lost() : noneArrived();
    }

    /** Beside what arrived, the reason alone would not tell of which export it is. */
    private @Nullable PermanentFailure named(@Nullable ExportEntry failed) {
        return failed == null
                ? null
                : of(
                        failed,
                        name(failed) + " is " + failed.state() + ": "
                                + failed.failure().message());
    }

    private PermanentFailure of(ExportEntry failed, String message) {
        String hint = failed.state() == ExportState.REFUSED
                ? String.valueOf(failed.failure().hint())
                : "Fix the cause, then: dead-letters replay " + runId;
        return new PermanentFailure(
                new ForeignCode(String.valueOf(failed.failure().code())), message, hint);
    }

    private PermanentFailure lost() {
        String names = tally.lost().stream().map(RunOutcome::name).collect(Collectors.joining(", "));
        long more = lost - tally.lost().size();
        return new PermanentFailure(
                FailureCode.EXPORTS_LOST,
                "%d of %d exports were gone before they could be archived: %s%s"
                        .formatted(lost, exports, names, more > 0 ? " and " + more + " more" : ""),
                "Sweep more often than exports expire; what is listed as ready again, the next sweep takes. Each one's reason:"
                        + " show " + runId);
    }

    private static String name(ExportEntry export) {
        String sent = export.manifest().artifact().downloadName();
        String id = export.manifest().id();
        return SafeName.of(sent == null ? id : sent) + " (" + id + ")";
    }

    private PermanentFailure noneArrived() {
        if (tally.deliveries().outOfTime() > 0) {
            return new PermanentFailure(
                    FailureCode.DEADLINE,
                    "No delivery of run " + runId + " had arrived when its deadline passed",
                    "Raise the job's deadline, or find out what takes so long: show " + runId);
        }
        return new PermanentFailure(
                FailureCode.NO_DESTINATION_REACHED,
                "No delivery of run " + runId + " arrived",
                "See each delivery's reason: show " + runId + "; then: dead-letters replay " + runId);
    }

    /** Nothing is dead and nothing arrived: that is no success. */
    private PermanentFailure allDiscarded() {
        return new PermanentFailure(
                FailureCode.DISCARDED,
                "Everything that run " + runId + " was to deliver was discarded",
                "Run the job again for a new export: once " + job);
    }
}
