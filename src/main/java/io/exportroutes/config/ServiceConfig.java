package io.exportroutes.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the service works, whatever the job.
 *
 * @param replay null: dead letters are replayed by hand only
 * @param ledger null: SQLite in the state folder
 * @param kept how long what is there is kept
 */
public record ServiceConfig(
        RetryConfig retry,
        LimitsConfig limits,
        @Nullable ReplayConfig replay,
        @Nullable LedgerConfig ledger,
        KeptConfig kept) {
    /** How long after its end a run that moved nothing is remembered; null: for good. */
    public @Nullable Duration keepHistory() {
        return kept.history();
    }
}
