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
 * A named job: its export, schedule, destinations and limits. Defaults are filled in.
 *
 * @param destinations their names, in the order of exports.yaml
 */
public record JobConfig(String name, Request request, Timing timing, List<String> destinations, Limits limits) {
    public JobConfig {
        destinations = List.copyOf(destinations);
    }

    /**
     * What to export.
     *
     * @param project the project's slug
     * @param format the API's word, or null for the API's default and for {@link ExportKind#EXISTING}
     * @param options the body of the create call as the API takes it (include_tables, exclude_tables, table_options), without
     *     format and file_name; empty for schema and existing
     * @param fileName the {@code file_name} to send, or null: one that carries the run is sent
     */
    public record Request(
            String project,
            ExportKind kind,
            @Nullable String format,
            Map<String, Object> options,
            @Nullable String fileName) {
        public Request {
            options = Map.copyOf(options);
        }
    }

    /**
     * When its runs begin.
     *
     * @param zone the time zone of the schedule
     * @param jitter the longest random delay of a scheduled run
     */
    public record Timing(Schedule schedule, ZoneId zone, Duration jitter, MissedRuns missedRuns, Overlap overlap) {
        /** Whether the job has a schedule; otherwise it runs by hand only. */
        public boolean isScheduled() {
            return schedule.cron() != null;
        }

        /** When the job is due next; empty if it has no schedule, or one whose years are over. */
        public Optional<Instant> nextDue(Instant now) {
            String cron = schedule.cron();
            return cron == null ? Optional.empty() : Cron.next(cron, zone, now);
        }

        /** Whether the job has a schedule that is never due again. */
        public boolean isOver(Instant now) {
            return isScheduled() && nextDue(now).isEmpty();
        }
    }

    /**
     * A schedule in both notations.
     *
     * @param cron a Quartz cron expression (already converted), or null: by hand only
     * @param written as exports.yaml has it, or null
     */
    public record Schedule(@Nullable String cron, @Nullable String written) {}

    /**
     * What a run of it must stay within.
     *
     * @param guard for each artifact
     * @param deadline for the whole run
     * @param maxConcurrent how many exports are fetched at once
     */
    public record Limits(GuardConfig guard, Duration deadline, int maxConcurrent, Freshness freshness) {}

    /**
     * When a missing copy counts as overdue.
     *
     * @param grace how long after a run's deadline
     * @param within how old the last good copy may become, or null: the schedule says when the next one is due
     */
    public record Freshness(Duration grace, @Nullable Duration within) {}

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
}
