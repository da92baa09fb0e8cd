package io.exportroutes.schedule;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.config.JobConfig.Overlap;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Runs;
import io.exportroutes.queue.RunPostponed;
import java.util.Comparator;
import java.util.List;

/**
 * The order of the runs of one job, where they wait for each other: runs in progress first, then the earliest
 * due.
 */
public final class RunOrder {
    private static final Comparator<Run> ORDER = Comparator.comparing(RunOrder::hasNotBegun)
            .thenComparing(run -> run.origin().scheduledFor())
            .thenComparing(Run::id);

    private final ExportsConfig config;
    private final Runs runs;

    public RunOrder(ExportsConfig config, Runs runs) {
        this.config = config;
        this.runs = runs;
    }

    /** @throws RunPostponed while an earlier run of the job still exports or downloads, if this run has to wait */
    public void check(String runId) {
        runs.find(runId).filter(this::waits).ifPresent(run -> runs.busy(List.of(run.job())).stream()
                .filter(other -> ORDER.compare(other, run) < 0)
                .findFirst()
                .ifPresent(other -> {
                    throw new RunPostponed(runId, other.id());
                }));
    }

    private static boolean hasNotBegun(Run run) {
        return run.state() == RunState.QUEUED;
    }

    /** A run requested by hand never waits. */
    private boolean waits(Run run) {
        JobConfig job = config.jobs().get(run.job());
        return switch (run.origin().trigger()) {
            case "schedule" -> job != null && job.timing().overlap() == Overlap.QUEUE;
            case "catch-up" -> true;
            default -> false;
        };
    }
}
