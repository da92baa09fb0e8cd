package io.exportroutes.report;

import io.exportroutes.ledger.JobPeriod;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param jobs their names; empty for all
 * @param from the first day, in the time zone of each job; null for 30 days before the last one
 * @param to the last day; null for this one
 */
public record Request(
        List<String> jobs,
        @Nullable LocalDate from,
        @Nullable LocalDate to) {
    private static final int DAYS = 30;

    public Request {
        jobs = List.copyOf(jobs);
    }

    /** Whether the first day is not after the last one. */
    public boolean isForwards() {
        return from == null || to == null || !from.isAfter(to);
    }

    JobPeriod period(String job, ZoneId zone, Instant now) {
        return new JobPeriod(
                job,
                first(zone, now).atStartOfDay(zone).toInstant(),
                last(zone, now).plusDays(1).atStartOfDay(zone).toInstant());
    }

    LocalDate first(ZoneId zone, Instant now) {
        return from == null ? last(zone, now).minusDays(DAYS) : from;
    }

    LocalDate last(ZoneId zone, Instant now) {
        return to == null ? LocalDate.ofInstant(now, zone) : to;
    }
}
