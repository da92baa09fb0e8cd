package io.exportroutes.doctor;

import io.exportroutes.app.AppContext;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.app.KameletCaller;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is looked at.
 *
 * @param jobs the chosen ones: only what they need counts
 * @param ledger null if it cannot be opened
 */
record Patient(
        Installation installation,
        List<JobConfig> jobs,
        KameletCaller caller,
        @Nullable AppContext ledger) {
    /** Folders, configuration, and the clock of this machine. */
    record Installation(EngineOptions options, ExportsConfig config, Clock clock) {}

    ExportsConfig config() {
        return installation.config();
    }

    EngineOptions options() {
        return installation.options();
    }

    Clock clock() {
        return installation.clock();
    }

    /** Those of the jobs, each once. */
    List<DestinationConfig> destinations() {
        return jobs.stream()
                .flatMap(job -> job.destinations().stream())
                .distinct()
                .map(name -> config().destinations().get(name))
                .filter(Objects::nonNull)
                .toList();
    }
}
