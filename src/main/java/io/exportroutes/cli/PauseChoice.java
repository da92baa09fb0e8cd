package io.exportroutes.cli;

import io.exportroutes.schedule.JobPauses;
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
    Set<String> of(JobPauses pauses) {
        Set<String> chosen = new LinkedHashSet<>(jobs);
        chosen.forEach(pauses::check);
        return chosen;
    }
}
