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
 * @param last its last run; null if it never ran
 * @param copies what is there at each of its destinations
 */
public record JobView(JobConfig job, @Nullable Run last, When when, List<ExpectedCopy> copies) {
    /**
     * @param next when it is due next; null if it is paused, or by hand only
     * @param pausedSince null unless it is paused
     */
    public record When(
            Instant now, @Nullable Instant next, @Nullable Instant pausedSince) {}

    /** These jobs, in their order. */
    public static List<JobView> of(Collection<JobConfig> jobs, ExportsConfig config, Ledger ledger, Clock clock) {
        Instant now = clock.instant();
        Map<String, ScheduleMark> marks = ledger.schedules().all();
        Map<String, List<ExpectedCopy>> copies = new ExpectedCopies(config, ledger, clock)
                .of(jobs).stream()
                        .collect(Collectors.groupingBy(copy -> copy.place().job()));
        return jobs.stream()
                .map(job -> new JobView(
                        job,
                        ledger.runs().recent(job.name(), 1).stream().findFirst().orElse(null),
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
