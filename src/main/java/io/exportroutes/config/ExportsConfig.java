package io.exportroutes.config;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole of config/exports.yaml, checked. Maps keep the order of the file.
 *
 * @param replay null: dead letters are replayed by hand only
 * @param ledger null: SQLite in the state folder
 * @param keepHistory how long after its end a run that moved nothing is remembered; null: for good
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
}
