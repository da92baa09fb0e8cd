package io.exportroutes.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.config.ApiConfig;
import io.exportroutes.config.Cron;
import io.exportroutes.config.ExportKind;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.GuardConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.config.JobConfig.MissedRuns;
import io.exportroutes.config.JobConfig.Overlap;
import io.exportroutes.config.LimitsConfig;
import io.exportroutes.config.RetryConfig;
import io.exportroutes.config.Secret;
import io.exportroutes.config.SpoolConfig;
import io.exportroutes.failure.FinalFailure;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.SteppedClock;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.TriggerBuilder;

/** From a firing to a run, on a real ledger and under a clock that only moves when it is told to. */
@SuppressWarnings("NullAway.Init")
class FiringsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant MORNING = Instant.parse("2026-06-01T06:00:00Z");

    private final SteppedClock clock = new SteppedClock(MORNING);
    private Ledger ledger;
    private RunQueue queue;
    private JobConfig job;
    private Firings firings;

    @BeforeEach
    void open(@TempDir Path folder) {
        ledger = Ledger.open(LedgerSource.sqlite(folder.resolve("ledger.db")), clock);
        queue = new RunQueue(ledger.dataSource(), "node", 1);
        use(job("30 2 * * *", MissedRuns.RUN_ONCE, Overlap.SKIP, Duration.ZERO));
    }

    @AfterEach
    void close() {
        queue.close();
        ledger.close();
    }

    @Test
    void aDailyJobRunsOnceOnTheDayThatLacksItsHour() {
        use(job("30 2 * * *", MissedRuns.RUN_ONCE, Overlap.QUEUE, Duration.ZERO));
        live("2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z");

        assertThat(due()).containsExactly(time("2026-03-29T01:30:00Z"), time("2026-03-30T00:30:00Z"));
    }

    @Test
    void aDailyJobRunsOnceOnTheDayThatHasItsHourTwice() {
        use(job("30 2 * * *", MissedRuns.RUN_ONCE, Overlap.QUEUE, Duration.ZERO));
        live("2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z");

        assertThat(due()).containsExactly(time("2026-10-25T01:30:00Z"), time("2026-10-26T01:30:00Z"));
    }

    @Test
    void anHourlyJobRunsInEachOfTheTwentyFiveHours() {
        use(job("0 * * * *", MissedRuns.RUN_ONCE, Overlap.QUEUE, Duration.ZERO));
        live("2026-10-24T21:59:00Z", "2026-10-25T22:59:00Z");

        assertThat(due()).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void aClockThatJumpsBackDoublesNothing() {
        use(job("*/15 * * * *", MissedRuns.RUN_ONCE, Overlap.QUEUE, Duration.ZERO));
        live("2026-06-01T05:59:00Z", "2026-06-01T09:00:00Z");
        List<Instant> before = due();

        live("2026-06-01T08:00:00Z", "2026-06-01T09:00:00Z");

        assertThat(due()).isEqualTo(before).hasSize(13);
        assertThat(firings.missed()).isEmpty();
    }

    @Test
    void theFirstStartEverHasMissedNothing() {
        firings.begin();

        assertThat(firings.missed()).isEmpty();
    }

    @Test
    void aWeekWithoutServiceIsMadeUpForByOneRunOfTheLastTime() {
        firings.begin();
        clock.step(Duration.ofDays(7));
        firings.begin();

        List<RunRequest> missed = firings.missed();

        assertThat(missed).hasSize(1);
        assertThat(missed.get(0).trigger()).isEqualTo("catch-up");
        assertThat(missed.get(0).scheduledFor()).isEqualTo("2026-06-08T00:30:00Z");
        take(missed.get(0));
        take(missed.get(0));
        assertThat(firings.missed()).isEmpty();
        assertThat(due()).hasSize(1);
    }

    @Test
    void aFiringAndItsCatchUpAreOneRun() {
        firings.begin();
        clock.set(time("2026-06-02T00:30:00Z"));
        RunRequest catchUp = firings.missed().get(0);

        fire(time("2026-06-02T00:30:00Z"));
        enqueuer().enqueue(catchUp);

        assertThat(due()).hasSize(1);
    }

    @Test
    void aJobThatSkipsWhatItMissedHasNothingToMakeUpFor() {
        use(job("30 2 * * *", MissedRuns.SKIP, Overlap.SKIP, Duration.ZERO));
        firings.begin();
        clock.step(Duration.ofDays(7));
        firings.begin();

        assertThat(firings.missed()).isEmpty();
        use(job("30 2 * * *", MissedRuns.RUN_ONCE, Overlap.SKIP, Duration.ZERO));
        assertThat(firings.missed()).as("nor under another policy later").isEmpty();
    }

    @Test
    void aNewScheduleDoesNotReachBackBehindAnOrderlyStop() {
        firings.begin();
        clock.step(Duration.ofHours(2));
        firings.end(clock.instant());
        use(job("0 9 * * *", MissedRuns.RUN_ONCE, Overlap.SKIP, Duration.ZERO));
        clock.step(MINUTE);

        assertThat(firings.missed()).isEmpty();
    }

    @Test
    void whatAMachineSleptThroughBecomesOneRun() {
        use(job("0 * * * *", MissedRuns.RUN_ONCE, Overlap.QUEUE, Duration.ZERO));
        firings.begin();
        clock.set(time("2026-06-01T12:40:00Z"));
        for (int hour = 7; hour <= 12; hour++) {
            fire(time("2026-06-01T%02d:00:00Z".formatted(hour)));
        }

        assertThat(due()).containsExactly(time("2026-06-01T12:00:00Z"));
    }

    @Test
    void aPausedJobMakesNoRunsAndItsResumptionMakesUpForThem() {
        firings.begin();
        assertThat(firings.pause("nightly")).isTrue();
        assertThat(firings.pause("nightly")).isFalse();
        live("2026-06-01T06:00:00Z", "2026-06-04T06:00:00Z");
        firings.end(clock.instant());
        firings.begin();

        assertThat(due()).isEmpty();
        assertThat(firings.missed()).as("a restart is no resumption").isEmpty();
        assertThat(firings.missedInPause("nightly"))
                .map(RunRequest::scheduledFor)
                .contains(time("2026-06-04T00:30:00Z"));
        assertThat(firings.resume("nightly")).isTrue();
        assertThat(firings.resume("nightly")).isFalse();
        assertThat(firings.missed()).isEmpty();
    }

    @Test
    void aJobThatSkipsWhatItMissedResumesWithoutARun() {
        use(job("30 2 * * *", MissedRuns.SKIP, Overlap.SKIP, Duration.ZERO));
        firings.begin();
        firings.pause("nightly");
        clock.step(Duration.ofDays(3));

        assertThat(firings.missedInPause("nightly")).isEmpty();
    }

    @Test
    void aFiringDuringARunIsSkippedWithItsReason() {
        use(job("*/15 * * * *", MissedRuns.RUN_ONCE, Overlap.SKIP, Duration.ZERO));
        live("2026-06-01T06:14:00Z", "2026-06-01T06:31:00Z");

        Run second = ledger.runs().find("nightly-20260601T063000Z").orElseThrow();
        assertThat(second.state()).isEqualTo(RunState.SKIPPED);
        assertThat(second.errorCode()).isEqualTo("overlap");
        assertThat(second.error()).contains("nightly");
        assertThat(second.hint()).isNotBlank();
        assertThat(queue.holds(second.id())).isFalse();
    }

    @Test
    void firingsThatQueueWaitForTheEarlierOne() {
        use(job("*/15 * * * *", MissedRuns.RUN_ONCE, Overlap.QUEUE, Duration.ZERO));
        live("2026-06-01T06:14:00Z", "2026-06-01T06:31:00Z");
        Turns turns = new Turns(config(), ledger.runs());

        turns.check("nightly-20260601T061500Z");
        assertThatThrownBy(() -> turns.check("nightly-20260601T063000Z")).isInstanceOf(NotItsTurn.class);
        ledger.runs().settle("nightly-20260601T061500Z", RunState.FAILED, new FinalFailure("gone", "It is", "Mend it"));
        turns.check("nightly-20260601T063000Z");
    }

    @Test
    void jitterDelaysAFiringByLessThanItsBoundAndNotAlwaysTheSame() throws SQLException {
        use(job("* * * * *", MissedRuns.RUN_ONCE, Overlap.QUEUE, Duration.ofSeconds(50)));
        live("2026-06-01T06:00:00Z", "2026-06-01T06:29:00Z");

        List<Duration> delays = delays();
        assertThat(delays).hasSize(30).allSatisfy(delay -> assertThat(delay)
                .isBetween(Duration.ZERO, Duration.ofSeconds(50)));
        assertThat(delays.stream().distinct().count()).isGreaterThan(20);
    }

    /** Lets the trigger that the engine uses fire through the span, minute by minute. */
    private void live(String from, String until) {
        clock.set(time(from));
        Instant end = time(until);
        String quartz = String.valueOf(job.schedule());
        CronTrigger plain = TriggerBuilder.newTrigger()
                .withIdentity("nightly", "jobs")
                .forJob("nightly", "jobs")
                .startAt(Date.from(clock.instant()))
                .withSchedule(CronScheduleBuilder.cronSchedule(quartz).inTimeZone(TimeZone.getTimeZone(BERLIN)))
                .build();
        JobTrigger trigger = new JobTrigger(plain, BERLIN);
        trigger.computeFirstFireTime(null);
        firings.begin();
        while (!clock.instant().isAfter(end)) {
            Date next = trigger.getNextFireTime();
            if (!next.toInstant().isAfter(clock.instant())) {
                fire(next.toInstant());
                trigger.triggered(null);
            } else {
                clock.step(MINUTE);
            }
        }
    }

    private void fire(Instant scheduledFor) {
        firings.due("nightly", scheduledFor).ifPresent(this::take);
    }

    private void take(RunRequest request) {
        enqueuer().enqueue(request);
        firings.seen(request.job(), request.scheduledFor());
    }

    private List<Instant> due() {
        return ledger.runs().recent("nightly", 1000).stream()
                .map(Run::scheduledFor)
                .sorted()
                .toList();
    }

    private List<Duration> delays() throws SQLException {
        List<Duration> delays = new ArrayList<>();
        try (Connection connection = ledger.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select r.scheduled_for, t.execution_time from runs r"
                        + " join scheduled_tasks t on t.task_instance = r.id")) {
            while (rows.next()) {
                delays.add(Duration.between(Instant.parse(rows.getString(1)), Instant.ofEpochMilli(rows.getLong(2))));
            }
        }
        return delays;
    }

    private static Instant time(String text) {
        return Instant.parse(text);
    }

    private Enqueuer enqueuer() {
        return new Enqueuer(config(), ledger, queue, clock);
    }

    private void use(JobConfig config) {
        job = config;
        firings = new Firings(config(), ledger.schedules(), clock);
    }

    private ExportsConfig config() {
        Duration second = Duration.ofSeconds(1);
        return new ExportsConfig(
                new ApiConfig(URI.create("http://localhost"), new Secret("pat_x"), second, second, second, second),
                Map.of(),
                new RetryConfig(1, second, 2, second),
                new LimitsConfig(1, 1, second, new SpoolConfig(null, 0)),
                Map.of("nightly", job),
                null,
                null);
    }

    private static JobConfig job(String schedule, MissedRuns missed, Overlap overlap, Duration jitter) {
        @Nullable String none = null;
        return new JobConfig(
                "nightly",
                "crm",
                ExportKind.DATABASE,
                none,
                Cron.toQuartz(schedule),
                BERLIN,
                jitter,
                missed,
                overlap,
                Map.of(),
                none,
                GuardConfig.NONE,
                List.of(),
                Duration.ofHours(2));
    }
}
