package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class SchedulesContract extends LedgerContract {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123Z");
    private static final Instant LATER = NOON.plusSeconds(60);

    @Test
    void aJobIsUnknownUntilItIsNoted() {
        assertThat(ledger.schedules().find("nightly")).isEmpty();
        assertThat(ledger.schedules().all()).isEmpty();

        ledger.schedules().know(List.of("nightly", "hourly"), NOON);

        assertThat(ledger.schedules().find("nightly")).hasValue(new ScheduleMark("nightly", NOON, null));
        assertThat(ledger.schedules().all()).containsOnlyKeys("hourly", "nightly");
    }

    @Test
    void aMarkThatIsThereIsKept() {
        ledger.schedules().know(List.of("nightly"), NOON);

        ledger.schedules().know(List.of("nightly", "new"), LATER);

        assertThat(seen("nightly")).isEqualTo(NOON);
        assertThat(seen("new")).isEqualTo(LATER);
    }

    @Test
    void aMarkOnlyMovesForward() {
        ledger.schedules().know(List.of("nightly"), NOON);

        ledger.schedules().seen(List.of("nightly"), LATER);
        ledger.schedules().seen(List.of("nightly"), NOON);

        assertThat(seen("nightly")).isEqualTo(LATER);
    }

    @Test
    void whatIsSeenOfAJobThatIsNotNotedIsNotNotedEither() {
        ledger.schedules().seen(List.of("nightly"), NOON);
        ledger.schedules().seen(List.of(), NOON);

        assertThat(ledger.schedules().all()).isEmpty();
    }

    @Test
    void aJobIsPausedOnceAndResumedOnce() {
        ledger.schedules().know(List.of("nightly"), NOON);

        assertThat(ledger.schedules().pause("nightly", LATER)).isTrue();
        assertThat(ledger.schedules().pause("nightly", LATER.plusSeconds(1))).isFalse();
        assertThat(ledger.schedules().find("nightly")).hasValue(new ScheduleMark("nightly", NOON, LATER));

        Instant end = LATER.plusSeconds(9);
        assertThat(ledger.schedules().resume("nightly", end)).isTrue();
        assertThat(ledger.schedules().resume("nightly", end.plusSeconds(1))).isFalse();
        assertThat(ledger.schedules().find("nightly")).hasValue(new ScheduleMark("nightly", end, null));
    }

    @Test
    void aJobThatNobodyNotedCanBePaused() {
        assertThat(ledger.schedules().pause("nightly", NOON)).isTrue();

        assertThat(ledger.schedules().find("nightly")).hasValue(new ScheduleMark("nightly", NOON, NOON));
        assertThat(ledger.schedules().resume("other", NOON)).isFalse();
    }

    @Test
    void aResumptionByAClockThatIsBehindKeepsTheMark() {
        ledger.schedules().know(List.of("nightly"), LATER);
        ledger.schedules().pause("nightly", LATER);

        ledger.schedules().resume("nightly", NOON);

        assertThat(seen("nightly")).isEqualTo(LATER);
    }

    @Test
    void ofEightThatPauseOrResumeAtOnceOneIsTheFirst() throws Exception {
        assertThat(atOnce(() -> ledger.schedules().pause("nightly", NOON))).containsOnlyOnce(true);
        assertThat(atOnce(() -> ledger.schedules().resume("nightly", LATER))).containsOnlyOnce(true);
    }

    /** Nodes whose lists of jobs differ in their order must not wait for each other in a circle. */
    @Test
    void eightThatNoteManyJobsAtOnceAllGetThrough() throws Exception {
        List<String> jobs = List.of("e", "d", "c", "b", "a");

        atOnce(() -> {
            ledger.schedules().know(jobs, NOON);
            ledger.schedules().seen(jobs, LATER);
            return true;
        });

        assertThat(ledger.schedules().all().values())
                .extracting(ScheduleMark::seenUntil)
                .containsOnly(LATER)
                .hasSize(5);
    }

    private Instant seen(String job) {
        return ledger.schedules().find(job).orElseThrow().seenUntil();
    }
}
