package io.exportroutes.cli;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Parameters;

/** The jobs that are to be paused or resumed. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PauseChoice {
    @Parameters(arity = "1..*", paramLabel = "JOB", description = "A job of exports.yaml that has a schedule.")
    List<String> jobs;

    /**
     * All of them, each once.
     *
     * @throws PermanentFailure {@code unknown_job} or {@code no_schedule}, before anything is changed
     */
    Set<String> of(ExportsConfig config) {
        Set<String> chosen = new LinkedHashSet<>(jobs);
        for (String name : chosen) {
            if (!config.job(name).timing().isScheduled()) {
                throw new PermanentFailure(
                        FailureCode.NO_SCHEDULE,
                        "Job " + name + " has no schedule that could be paused",
                        "It runs by hand only: export-routes once " + name);
            }
        }
        return chosen;
    }
}
