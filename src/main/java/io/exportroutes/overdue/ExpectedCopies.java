package io.exportroutes.overdue;

import io.exportroutes.config.ExportKind;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.CopyPlace;
import io.exportroutes.ledger.LastCopy;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Pause;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each job promises at each of its destinations, and what is there: computed from schedules and ledger, never from the runs in hand,
 * so that a run that never begins is missed as well. Failures as in {@link io.exportroutes.ledger.Runs}.
 */
public final class ExpectedCopies {
    private final ExportsConfig config;
    private final Ledger ledger;
    private final Clock clock;

    public ExpectedCopies(ExportsConfig config, Ledger ledger, Clock clock) {
        this.config = config;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * To be called when a service starts with this configuration: what is new in it is expected from now on, and nothing of it is overdue
     * before its first firing, nor what has another schedule than before.
     */
    public void begin() {
        Map<CopyPlace, String> schedules = new HashMap<>();
        config.jobs().values().forEach(job -> places(job).forEach(place -> schedules.put(place, schedule(job))));
        ledger.schedules().expectations().replace(schedules, clock.instant());
    }

    private static String schedule(JobConfig job) {
        return job.timing().schedule().cron() + " " + job.timing().zone();
    }

    /** Of all jobs, in the order of exports.yaml. */
    public List<ExpectedCopy> all() {
        return of(config.jobs().values());
    }

    /** Of these jobs, in their order and that of their destinations. */
    public List<ExpectedCopy> of(Collection<JobConfig> jobs) {
        Known known = read(jobs);
        return jobs.stream()
                .flatMap(job -> places(job).map(place -> copy(job, place, known)))
                .toList();
    }

    private Known read(Collection<JobConfig> jobs) {
        List<String> names = jobs.stream().map(JobConfig::name).toList();
        List<CopyPlace> places = jobs.stream().flatMap(ExpectedCopies::places).toList();
        List<CopyPlace> sweeps = jobs.stream()
                .filter(job -> job.request().kind() == ExportKind.EXISTING)
                .flatMap(ExpectedCopies::places)
                .toList();
        return new Known(
                ledger.deliveries().lastCopies().find(places),
                ledger.deliveries().lastCopies().swept(sweeps),
                ledger.schedules().expectations().since(names),
                ledger.schedules().expectations().pauses(names).stream().collect(Collectors.groupingBy(Pause::job)));
    }

    private record Known(
            Map<CopyPlace, LastCopy> copies,
            Map<CopyPlace, Instant> swept,
            Map<CopyPlace, Instant> since,
            Map<String, List<Pause>> pauses) {
        /** A sweep's copies do not say whether anything is missing; its complete runs do. */
        @Nullable
        Instant goodAsOf(JobConfig job, CopyPlace place) {
            if (job.request().kind() == ExportKind.EXISTING) {
                return swept.get(place);
            }
            LastCopy last = copies.get(place);
            return last == null ? null : last.scheduledFor();
        }
    }

    private static ExpectedCopy copy(JobConfig job, CopyPlace place, Known known) {
        List<Pause> pauses = known.pauses().getOrDefault(job.name(), List.of());
        Instant good = known.goodAsOf(job, place);
        Instant since = known.since().get(place);
        Optional<Instant> from = Stream.of(Optional.ofNullable(good), Optional.ofNullable(since))
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
        return new ExpectedCopy(
                place,
                good,
                known.copies().get(place),
                from.flatMap(time -> DueTime.of(job, time, pauses)).orElse(null),
                pauses.stream()
                        .filter(pause -> pause.until() == null)
                        .findFirst()
                        .map(pause -> new ExpectedCopy.Paused(
                                pause.since(),
                                from.flatMap(time -> DueTime.of(job, time, ended(pauses)))
                                        .orElse(null)))
                        .orElse(null));
    }

    private static List<Pause> ended(List<Pause> pauses) {
        return pauses.stream().filter(pause -> pause.until() != null).toList();
    }

    private static Stream<CopyPlace> places(JobConfig job) {
        return job.destinations().stream().map(destination -> new CopyPlace(job.name(), destination));
    }
}
