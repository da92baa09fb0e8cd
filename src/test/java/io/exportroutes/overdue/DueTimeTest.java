package io.exportroutes.overdue;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.ExportKind;
import io.exportroutes.config.GuardConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.config.JobConfig.MissedRuns;
import io.exportroutes.config.JobConfig.Overlap;
import io.exportroutes.cron.Cron;
import io.exportroutes.ledger.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Jitter 5 minutes, deadline 2 hours, grace 30 minutes: 2 h 35 m after a firing its copy is overdue. */
class DueTimeTest {
    private static final JobConfig NIGHTLY = job("30 2 * * *", null);
    private static final JobConfig HOURLY = job("@hourly", null);
    private static final JobConfig WITHIN = job(null, Duration.ofHours(26));

    @Test
    void aCopyIsOverdueOnceTheNextRunShouldHaveBroughtOne() {
        assertThat(due(NIGHTLY, "2026-06-01T00:30:00Z")).hasValue(time("2026-06-02T03:05:00Z"));
        assertThat(due(HOURLY, "2026-06-01T07:00:00Z")).hasValue(time("2026-06-01T10:35:00Z"));
    }

    @Test
    void aRunByHandBetweenTwoFiringsPutsOffNothing() {
        assertThat(due(NIGHTLY, "2026-06-01T23:00:00Z")).hasValue(time("2026-06-02T03:05:00Z"));
    }

    @Test
    void springOmitsAnHourAndAutumnRepeatsOne() {
        assertThat(due(NIGHTLY, "2026-03-28T01:30:00Z")).hasValue(time("2026-03-29T04:05:00Z"));
        assertThat(due(NIGHTLY, "2026-10-24T00:30:00Z")).hasValue(time("2026-10-25T04:05:00Z"));
        assertThat(due(HOURLY, "2026-10-25T00:00:00Z")).hasValue(time("2026-10-25T03:35:00Z"));
    }

    @Test
    void whatAPauseCoversIsNotMissing() {
        Pause pause = pause("2026-06-01T20:00:00Z", "2026-06-04T20:00:00Z");

        assertThat(due(NIGHTLY, "2026-06-01T00:30:00Z", pause)).hasValue(time("2026-06-05T03:05:00Z"));
    }

    @Test
    void whatWasMissingBeforeThePauseStaysSo() {
        Pause pause = pause("2026-06-02T00:31:00Z", null);

        assertThat(due(NIGHTLY, "2026-06-01T00:30:00Z", pause)).hasValue(time("2026-06-02T03:05:00Z"));
    }

    @Test
    void duringAPauseNothingIsExpected() {
        assertThat(due(NIGHTLY, "2026-06-01T00:30:00Z", pause("2026-06-01T20:00:00Z", null)))
                .isEmpty();
        assertThat(due(WITHIN, "2026-06-01T00:30:00Z", pause("2026-06-01T20:00:00Z", null)))
                .isEmpty();
    }

    @Test
    void onePauseMayFollowAnother() {
        Pause first = pause("2026-06-01T20:00:00Z", "2026-06-02T20:00:00Z");
        Pause second = pause("2026-06-02T23:00:00Z", "2026-06-03T20:00:00Z");
        Pause after = pause("2026-06-04T01:00:00Z", null);

        assertThat(due(NIGHTLY, "2026-06-01T00:30:00Z", first, second, after)).hasValue(time("2026-06-04T03:05:00Z"));
        assertThat(due(WITHIN, "2026-06-01T00:30:00Z", first, second)).hasValue(time("2026-06-04T22:00:00Z"));
    }

    @Test
    void aFiringAtTheVeryEndOfAPauseIsItsLast() {
        Pause pause = pause("2026-06-02T00:30:00Z", "2026-06-03T00:30:00Z");

        assertThat(due(NIGHTLY, "2026-06-01T00:30:00Z", pause)).hasValue(time("2026-06-04T03:05:00Z"));
    }

    @Test
    void anAgeThatIsPromisedNeedsNoSchedule() {
        assertThat(due(WITHIN, "2026-06-01T00:30:00Z")).hasValue(time("2026-06-02T02:30:00Z"));
        assertThat(due(WITHIN, "2026-06-01T00:30:00Z", pause("2026-06-02T02:30:00Z", null)))
                .as("overdue before its pause")
                .hasValue(time("2026-06-02T02:30:00Z"));
        assertThat(due(WITHIN, "2026-06-05T00:30:00Z", pause("2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z")))
                .as("a pause of long ago")
                .hasValue(time("2026-06-06T02:30:00Z"));
    }

    @Test
    void aJobByHandAndAScheduleThatIsOverPromiseNothing() {
        assertThat(due(job(null, null), "2026-06-01T00:30:00Z")).isEmpty();
        assertThat(due(job("0 0 2 1 1 ? 2026", null), "2026-06-01T00:30:00Z")).isEmpty();
    }

    @Test
    void afterAPauseTheTimeRunsFromItsEnd() {
        assertThat(DueTime.ifResumed(NIGHTLY, time("2026-06-01T20:00:00Z"))).hasValue(time("2026-06-02T03:05:00Z"));
        assertThat(DueTime.ifResumed(WITHIN, time("2026-06-01T20:00:00Z"))).hasValue(time("2026-06-02T22:00:00Z"));
    }

    private static Optional<Instant> due(JobConfig job, String good, Pause... pauses) {
        return DueTime.of(job, time(good), List.of(pauses));
    }

    private static Pause pause(String since, @Nullable String until) {
        return new Pause("nightly", time(since), until == null ? null : time(until));
    }

    private static Instant time(String text) {
        return Instant.parse(text);
    }

    private static JobConfig job(@Nullable String schedule, @Nullable Duration within) {
        return new JobConfig(
                "nightly",
                new JobConfig.Request("crm", ExportKind.DATABASE, null, Map.of(), null),
                new JobConfig.Timing(
                        new JobConfig.Schedule(schedule == null ? null : Cron.toQuartz(schedule), schedule),
                        ZoneId.of("Europe/Berlin"),
                        Duration.ofMinutes(5),
                        MissedRuns.RUN_ONCE,
                        Overlap.SKIP),
                List.of("archive"),
                new JobConfig.Limits(
                        GuardConfig.NONE,
                        Duration.ofHours(2),
                        1,
                        new JobConfig.Freshness(Duration.ofMinutes(30), within)));
    }
}
