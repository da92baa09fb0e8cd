package io.exportroutes.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as {@code jobs --output json} and the API have it; programs read this, so its keys stay as they are.
 *
 * @param destinations their names alone
 */
public record JobJson(
        @JsonUnwrapped Settings settings,
        @JsonUnwrapped LastRun last,
        @JsonUnwrapped Next next,
        List<String> destinations,
        List<CopyStates.Place> copies) {
    /** The one object of the command. */
    public record Jobs(List<JobJson> jobs) {}

    record Next(@Nullable String nextTime, @Nullable String pausedSince) {}

    /** @param schedule as exports.yaml has it, or null: by hand only */
    record Settings(
            String job,
            String export,
            String project,
            @Nullable String schedule,
            String timeZone) {}

    /** All null if the job never ran. */
    record LastRun(
            @Nullable String lastRun,
            @Nullable String lastState,
            @Nullable String lastTime) {}

    public static JobJson of(JobView view) {
        JobConfig job = view.job();
        return new JobJson(
                new Settings(
                        job.name(),
                        job.request().kind().word(),
                        job.request().project(),
                        job.timing().schedule().written(),
                        job.timing().zone().getId()),
                last(view.last()),
                new Next(
                        Json.time(view.when().next()),
                        Json.time(view.when().pausedSince())),
                job.destinations(),
                CopyStates.json(view.copies(), view.when().now()));
    }

    private static LastRun last(@Nullable Run last) {
        return last == null
                ? new LastRun(null, null, null)
                : new LastRun(
                        last.id(),
                        last.state().name(),
                        Json.time(last.progress().startedAt()));
    }
}
