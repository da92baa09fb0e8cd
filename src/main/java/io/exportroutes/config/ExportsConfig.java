package io.exportroutes.config;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Suggestions;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The complete, checked config/exports.yaml. Maps keep the order of the file.
 *
 * @param replay null: dead letters are replayed by hand only
 * @param ledger null: SQLite in the state folder
 * @param keepHistory how long after its end a run without exports is kept; null: permanently
 */
public record ExportsConfig(
        ApiConfig api,
        Map<String, DestinationConfig> destinations,
        RetryConfig retry,
        LimitsConfig limits,
        Map<String, JobConfig> jobs,
        @Nullable ReplayConfig replay,
        @Nullable LedgerConfig ledger,
        @Nullable Duration keepHistory) {
    public ExportsConfig {
        destinations = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(destinations));
        jobs = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(jobs));
    }

    /**
     * The job of this name.
     *
     * @throws PermanentFailure {@code unknown_job}
     */
    public JobConfig job(String name) {
        JobConfig job = jobs.get(name);
        if (job == null) {
            throw new PermanentFailure(
                    FailureCode.UNKNOWN_JOB,
                    "There is no job " + name + " in exports.yaml",
                    Suggestions.remedy(name, jobs.keySet()));
        }
        return job;
    }
}
