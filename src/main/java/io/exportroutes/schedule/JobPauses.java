package io.exportroutes.schedule;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Pauses the schedules of jobs and resumes them, for commands, page and API alike. */
public final class JobPauses {
    private final ExportsConfig config;
    private final Firings firings;
    private final Consumer<RunRequest> enqueue;

    /** @param enqueue puts a run on the queue */
    public JobPauses(ExportsConfig config, Firings firings, Consumer<RunRequest> enqueue) {
        this.config = config;
        this.firings = firings;
        this.enqueue = enqueue;
    }

    /** @param catchUp the run that catches up on the firings that were missed in the pause, or null */
    public record Resumed(boolean wasPaused, @Nullable String catchUp) {}

    /** Changes nothing, and throws {@code unknown_job}, or {@code no_schedule} where it runs by hand only. */
    public void check(String job) {
        if (!config.job(job).timing().isScheduled()) {
            throw new PermanentFailure(
                    FailureCode.NO_SCHEDULE,
                    "Job " + job + " has no schedule that could be paused",
                    "It runs by hand only: export-routes once " + job);
        }
    }

    /** False if it is paused already. Failures as of {@link #check}. */
    public boolean pause(String job) {
        check(job);
        return firings.pause(job);
    }

    /** The run first, then the mark: after a crash in between, both can be repeated. Failures as of {@link #check}. */
    public Resumed resume(String job) {
        check(job);
        RunRequest missed = firings.missedInPause(job).orElse(null);
        if (missed != null) {
            enqueue.accept(missed);
        }
        boolean resumed = firings.resume(job);
        return new Resumed(resumed, resumed && missed != null ? missed.runId() : null);
    }
}
