package io.exportroutes.config;

import io.exportroutes.cron.Cron;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A named job: what to export, when, where to. Defaults are filled in.
 *
 * @param project the project's slug
 * @param format the API's word, or null for the API's default and for {@link ExportKind#EXISTING}
 * @param schedule a Quartz cron expression (already converted), or null: by hand only
 * @param written the schedule as exports.yaml has it, or null
 * @param options the body of the create call as the API takes it (include_tables, exclude_tables, table_options), without
 *     format and file_name; empty for schema and existing
 * @param fileName the {@code file_name} to send, or null: one that carries the run is sent
 * @param deadline for a whole run
 * @param maxConcurrent how many exports of one run are fetched at once
 */
public record JobConfig(
        String name,
        String project,
        ExportKind export,
        @Nullable String format,
        @Nullable String schedule,
        @Nullable String written,
        ZoneId zone,
        Duration jitter,
        MissedRuns missedRuns,
        Overlap overlap,
        Map<String, Object> options,
        @Nullable String fileName,
        GuardConfig guard,
        List<String> destinations,
        Duration deadline,
        int maxConcurrent) {
    /** What to do about firings that were missed while no service ran. */
    public enum MissedRuns {
        RUN_ONCE,
        SKIP
    }

    /** What to do with a firing while the job's last run is still running. */
    public enum Overlap {
        SKIP,
        QUEUE
    }

    public JobConfig {
        options = Map.copyOf(options);
        destinations = List.copyOf(destinations);
    }

    /** When the job is due next; empty if it has no schedule, or one whose years are over. */
    public Optional<Instant> nextDue(Instant now) {
        return schedule == null ? Optional.empty() : Cron.next(schedule, zone, now);
    }

    /** Whether the job has a schedule that is never due again. */
    public boolean isOver(Instant now) {
        return schedule != null && nextDue(now).isEmpty();
    }
}
