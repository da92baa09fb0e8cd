package io.exportroutes.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.config.JobConfig.MissedRuns;
import io.exportroutes.config.JobConfig.Overlap;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunIds;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Unclaimed;
import io.exportroutes.queue.RunPostponed;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From a firing to a run, on a real ledger and under a clock that only moves when it is told to. */
class FiringsTest extends FiringsFixture {
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
    void aMarkOfAClockThatWasAheadHidesNoFiringThatIsToCome() {
        clock.step(Duration.ofDays(365));
        firings.begin();
        clock.set(MORNING);

        firings.begin();

        clock.step(Duration.ofDays(7));
        assertThat(firings.missed()).hasSize(1);
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

    /** As where the API did not answer from the start to the end, or another node is about to catch up. */
    @Test
    void whatWasNotMadeUpForBeforeAnOrderlyStopIsMadeUpForAfterIt() {
        firings.begin();
        clock.step(Duration.ofDays(7));
        firings.begin();
        clock.step(Duration.ofHours(2));
        firings.end(clock.instant());
        clock.step(MINUTE);
        firings.begin();

        assertThat(firings.missed()).extracting(RunRequest::scheduledFor).containsExactly(time("2026-06-08T00:30:00Z"));
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
        assertThat(second.failure().code()).isEqualTo("overlap");
        assertThat(second.failure().message()).contains("nightly");
        assertThat(second.failure().hint()).isNotBlank();
        assertThat(queue.contains(second.id())).isFalse();
    }

    @Test
    void whatIsSkippedIsCountedOnce() {
        use(job("*/15 * * * *", MissedRuns.RUN_ONCE, Overlap.SKIP, Duration.ZERO));
        live("2026-06-01T06:14:00Z", "2026-06-01T06:16:00Z");
        Instant next = Instant.parse("2026-06-01T06:30:00Z");
        RunRequest request = new RunRequest(RunIds.scheduled("nightly", next), "nightly", "schedule", next);
        Enqueuer enqueuer = enqueuer();

        enqueuer.enqueue(request);
        enqueuer.enqueue(request);

        assertThat(enqueuer.skipped()).isEqualTo(1);
    }

    @Test
    void firingsThatQueueWaitForTheEarlierOne() {
        use(job("*/15 * * * *", MissedRuns.RUN_ONCE, Overlap.QUEUE, Duration.ZERO));
        live("2026-06-01T06:14:00Z", "2026-06-01T06:31:00Z");
        RunOrder turns = new RunOrder(config(), ledger.runs());

        turns.check("nightly-20260601T061500Z");
        assertThatThrownBy(() -> turns.check("nightly-20260601T063000Z")).isInstanceOf(RunPostponed.class);
        Unclaimed.of(ledger)
                .runs()
                .settle(
                        "nightly-20260601T061500Z",
                        RunState.FAILED,
                        new PermanentFailure(new ForeignCode("gone"), "It is", "Mend it"));
        turns.check("nightly-20260601T063000Z");
    }

    /** As when a catch-up is recorded after the firing that followed it. */
    @Test
    void anEarlierOneThatComesLaterWaitsForTheOneThatIsGoing() throws Exception {
        use(job("*/15 * * * *", MissedRuns.RUN_ONCE, Overlap.QUEUE, Duration.ZERO));
        live("2026-06-01T06:14:00Z", "2026-06-01T06:31:00Z");
        RunOrder turns = new RunOrder(config(), ledger.runs());
        try (Connection connection = ledger.forQueue().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update runs set state = 'EXPORTING' where id = 'nightly-20260601T063000Z'");
        }

        assertThatThrownBy(() -> turns.check("nightly-20260601T061500Z")).isInstanceOf(RunPostponed.class);
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
}
