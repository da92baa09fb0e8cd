package io.exportroutes.schedule;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.config.JobConfig.MissedRuns;
import io.exportroutes.cron.Cron;
import io.exportroutes.ledger.RunIds;
import io.exportroutes.ledger.ScheduleMark;
import io.exportroutes.ledger.Schedules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which firings become runs: those of a paused job do not, and missed ones become one run or none, by the job's
 * {@code missed-runs}. A run is identified by its scheduled time, so that repeated requests, from any node and by any clock,
 * make one run.
 */
public final class Firings {
    /** A firing later than this counts as missed: the machine slept, or the clock was put forward. */
    public static final Duration LATE = Duration.ofMinutes(5);
    /** A stop may come between a due time and its firing: due times this shortly before the stop are checked again. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Firings.class);

    private final ExportsConfig config;
    private final Schedules schedules;
    private final Clock clock;

    public Firings(ExportsConfig config, Schedules schedules, Clock clock) {
        this.config = config;
        this.schedules = schedules;
        this.clock = clock;
    }

    /** The runs of a firing of these jobs: none of a paused one. */
    public List<RunRequest> due(Collection<String> jobs, Instant scheduledFor) {
        Set<String> paused = schedules.paused();
        Instant now = clock.instant();
        return jobs.stream()
                .filter(job -> !paused.contains(job))
                .flatMap(job -> Optional.ofNullable(config.jobs().get(job)).stream())
                .flatMap(job -> due(job, scheduledFor, now).stream())
                .toList();
    }

    private static Optional<RunRequest> due(JobConfig job, Instant scheduledFor, Instant now) {
        if (!scheduledFor.plus(LATE).isBefore(now)) {
            return Optional.of(request(job, "schedule", scheduledFor));
        }
        return last(job, scheduledFor.minusMillis(1), now)
                .filter(scheduledFor::equals)
                .map(time -> request(job, "catch-up", time));
    }

    /** Marks the firings of these runs as handled in the ledger. A paused job's mark waits for its resumption. */
    public void seen(Collection<RunRequest> handled) {
        Set<String> paused = schedules.paused();
        handled.stream()
                .filter(run -> !paused.contains(run.job()))
                .collect(Collectors.groupingBy(
                        RunRequest::scheduledFor, Collectors.mapping(RunRequest::job, Collectors.toList())))
                .forEach((time, jobs) -> schedules.seen(jobs, time));
    }

    /** To be called at the start, before the first firing: from then on each scheduled job has a mark. */
    public void begin() {
        Instant now = clock.instant();
        followClock();
        schedules.know(scheduled(), now);
        schedules.seen(
                unpaused()
                        .filter(job -> job.timing().missedRuns() == MissedRuns.SKIP)
                        .map(JobConfig::name)
                        .toList(),
                now);
    }

    /** Removes marks in the future, which a clock that was ahead has left: those firings are still to come. */
    public void followClock() {
        Instant now = clock.instant();
        int jobs = schedules.pullBack(now.plus(LATE), now);
        if (jobs > 0) {
            LOG.warn("The clock was ahead: future firings of {} jobs were marked as done; they will fire", jobs);
        }
    }

    /**
     * To be called at the end: a job without a missed firing until now has none under the next configuration either.
     * A missed firing that is not caught up yet, here or on another node, stays to be caught up.
     */
    public void end(Instant now) {
        Instant until = now.minus(MARGIN);
        Map<String, ScheduleMark> marks = schedules.all();
        schedules.seen(
                unpaused()
                        .filter(job -> missed(job, marks.get(job.name()), until).isEmpty())
                        .map(JobConfig::name)
                        .toList(),
                until);
    }

    /** One run for each job that missed a firing, for its latest missed due time. */
    public List<RunRequest> missed() {
        return missed(clock.instant());
    }

    /** As {@link #missed()}, for firings until then. */
    public List<RunRequest> missed(Instant until) {
        Map<String, ScheduleMark> marks = schedules.all();
        return unpaused()
                .flatMap(job -> missed(job, marks.get(job.name()), until).stream())
                .toList();
    }

    /** The job's firings make no runs until it is resumed. False if it is paused already. */
    public boolean pause(String job) {
        return schedules.pause(job, clock.instant());
    }

    /** The catch-up run for firings missed during a pause, or empty. To be queued before {@link #resume}. */
    public Optional<RunRequest> missedInPause(String jobName) {
        JobConfig job = config.jobs().get(jobName);
        return schedules
                .find(jobName)
                .filter(ScheduleMark::paused)
                .flatMap(mark -> job == null ? Optional.empty() : missed(job, mark, clock.instant()));
    }

    /** The job's firings make runs again. False if it is not paused. */
    public boolean resume(String job) {
        return schedules.resume(job, clock.instant());
    }

    private static Optional<RunRequest> missed(JobConfig job, @Nullable ScheduleMark mark, Instant now) {
        return mark == null
                ? Optional.empty()
                : last(job, mark.seenUntil(), now).map(time -> request(job, "catch-up", time));
    }

    private static Optional<Instant> last(JobConfig job, Instant after, Instant now) {
        String schedule = job.timing().schedule().cron();
        return schedule == null || job.timing().missedRuns() == MissedRuns.SKIP
                ? Optional.empty()
                : Cron.last(schedule, job.timing().zone(), after, now);
    }

    private static RunRequest request(JobConfig job, String trigger, Instant scheduledFor) {
        return new RunRequest(RunIds.scheduled(job.name(), scheduledFor), job.name(), trigger, scheduledFor);
    }

    private Collection<String> scheduled() {
        return config.jobs().values().stream()
                .filter(job -> job.timing().isScheduled())
                .map(JobConfig::name)
                .collect(Collectors.toSet());
    }

    private Stream<JobConfig> unpaused() {
        Map<String, ScheduleMark> marks = schedules.all();
        return config.jobs().values().stream()
                .filter(job -> job.timing().isScheduled())
                .filter(job -> !Optional.ofNullable(marks.get(job.name()))
                        .map(ScheduleMark::paused)
                        .orElse(false));
    }
}
