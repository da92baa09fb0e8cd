package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class InstantsTest {
    @Test
    void theTextIsAlwaysAsLongSoThatItSorts() {
        assertThat(Instants.text(Instant.parse("2026-11-21T02:00:00Z"))).isEqualTo("2026-11-21T02:00:00.000Z");
        assertThat(Instants.text(Instant.parse("2026-11-21T02:00:00.1Z"))).isEqualTo("2026-11-21T02:00:00.100Z");
        assertThat(Instants.text(Instant.parse("2026-11-21T02:00:00.123999999Z")))
                .isEqualTo("2026-11-21T02:00:00.123Z");
    }
}
