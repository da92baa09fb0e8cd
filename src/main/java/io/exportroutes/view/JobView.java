package io.exportroutes.view;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.ScheduleMark;
import io.exportroutes.overdue.ExpectedCopies;
import io.exportroutes.overdue.ExpectedCopy;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One job at one moment.
 *
 * @param runs its last ones, the newest first
 * @param copies what is there at each of its destinations
 */
public record JobView(JobConfig job, List<Run> runs, When when, List<ExpectedCopy> copies) {
    /**
     * @param next when it is due next; null if it is paused, or by hand only
     * @param pausedSince null unless it is paused
     */
    public record When(
            Instant now, @Nullable Instant next, @Nullable Instant pausedSince) {}

    /** Null if it never ran. */
    public @Nullable Run last() {
        return runs.isEmpty() ? null : runs.get(0);
    }

    /** These jobs, in their order, each with its last run. */
    public static List<JobView> of(Collection<JobConfig> jobs, ExportsConfig config, Ledger ledger, Clock clock) {
        return of(jobs, config, ledger, clock, 1);
    }

    /** These jobs, in their order, each with at most so many of its last runs. */
    public static List<JobView> of(
            Collection<JobConfig> jobs, ExportsConfig config, Ledger ledger, Clock clock, int runs) {
        Instant now = clock.instant();
        List<String> names = jobs.stream().map(JobConfig::name).toList();
        Map<String, ScheduleMark> marks = ledger.schedules().of(names);
        Map<String, List<Run>> last = ledger.summaries().pages().last(names, runs);
        Map<String, List<ExpectedCopy>> copies = new ExpectedCopies(config, ledger, clock)
                .of(jobs).stream()
                        .collect(Collectors.groupingBy(copy -> copy.place().job()));
        return jobs.stream()
                .map(job -> new JobView(
                        job,
                        last.getOrDefault(job.name(), List.of()),
                        when(job, marks.get(job.name()), now),
                        copies.getOrDefault(job.name(), List.of())))
                .toList();
    }

    private static When when(JobConfig job, @Nullable ScheduleMark mark, Instant now) {
        Instant pausedSince = mark == null ? null : mark.pausedSince();
        return new When(
                now, pausedSince != null ? null : job.timing().nextDue(now).orElse(null), pausedSince);
    }
}
