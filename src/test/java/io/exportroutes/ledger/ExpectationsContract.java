package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class ExpectationsContract extends LedgerContract {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123Z");
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final CopyPlace ARCHIVE = new CopyPlace("nightly", "archive");
    private static final CopyPlace PARTNER = new CopyPlace("nightly", "partner");

    @Test
    void whatIsExpectedAlreadyIsExpectedSinceThen() {
        expectations().replace(Map.of(ARCHIVE, "daily"), NOON);

        expectations().replace(Map.of(ARCHIVE, "daily", PARTNER, "daily"), LATER);

        assertThat(since()).containsOnly(Map.entry(ARCHIVE, NOON), Map.entry(PARTNER, LATER));
    }

    @Test
    void anotherScheduleBeginsAnew() {
        expectations().replace(Map.of(ARCHIVE, "daily"), NOON);

        expectations().replace(Map.of(ARCHIVE, "hourly"), LATER);
        expectations().replace(Map.of(ARCHIVE, "hourly"), LATER.plusSeconds(1));

        assertThat(since()).containsOnly(Map.entry(ARCHIVE, LATER));
    }

    @Test
    void whatIsRemovedAndComesBackBeginsAnew() {
        expectations().replace(Map.of(ARCHIVE, "daily", PARTNER, "daily"), NOON);

        expectations().replace(Map.of(PARTNER, "daily"), LATER);
        assertThat(since()).containsOnlyKeys(PARTNER);
        expectations().replace(Map.of(ARCHIVE, "daily", PARTNER, "daily"), LATER.plusSeconds(9));

        assertThat(since()).containsOnly(Map.entry(ARCHIVE, LATER.plusSeconds(9)), Map.entry(PARTNER, NOON));
        expectations().replace(Map.of(), LATER);
        assertThat(since()).isEmpty();
    }

    @Test
    void eachPauseIsKeptWithItsEnd() {
        ledger.schedules().pause("nightly", NOON);
        ledger.schedules().pause("nightly", NOON.plusSeconds(1));
        ledger.schedules().resume("nightly", LATER);
        ledger.schedules().resume("nightly", LATER.plusSeconds(1));
        ledger.schedules().pause("nightly", LATER.plusSeconds(2));
        ledger.schedules().pause("hourly", LATER);

        assertThat(expectations().pauses(List.of("hourly", "nightly", "none")))
                .containsExactly(
                        new Pause("hourly", LATER, null),
                        new Pause("nightly", NOON, LATER),
                        new Pause("nightly", LATER.plusSeconds(2), null));
    }

    @Test
    void whoPausesAgainInTheSameMillisecondHasPaused() {
        ledger.schedules().pause("nightly", NOON);
        ledger.schedules().resume("nightly", NOON);
        ledger.schedules().pause("nightly", NOON);

        assertThat(expectations().pauses(List.of("hourly", "nightly", "none")))
                .containsExactly(new Pause("nightly", NOON, null));
    }

    private Map<CopyPlace, Instant> since() {
        return expectations().since(List.of("nightly", "none"));
    }

    private Expectations expectations() {
        return ledger.schedules().expectations();
    }
}
