package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunIdsTest {
    private static final Instant NIGHT = Instant.parse("2026-11-21T02:00:00Z");

    @Test
    void aScheduledRunIsNamedByItsJobAndTimeAlone() {
        assertThat(RunIds.scheduled("crm-nightly", NIGHT)).isEqualTo("crm-nightly-20261121T020000Z");
        assertThat(RunIds.scheduled("crm-nightly", NIGHT.plusMillis(999))).isEqualTo("crm-nightly-20261121T020000Z");
        assertThat(RunIds.scheduled("crm-nightly", NIGHT.plusSeconds(1))).isEqualTo("crm-nightly-20261121T020001Z");
    }

    @Test
    void twoRunsByHandInOneSecondAreTwo() {
        Random random = new Random(7);

        String first = RunIds.manual("crm-nightly", NIGHT, random);
        String second = RunIds.manual("crm-nightly", NIGHT, random);

        assertThat(first).matches("crm-nightly-20261121T020000Z-[a-z2-9]{4}").isNotEqualTo(second);
    }
}
