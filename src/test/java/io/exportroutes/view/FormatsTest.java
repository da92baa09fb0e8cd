package io.exportroutes.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class FormatsTest {
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00.987Z");

    @Test
    void sizesAreRoundedToOneDigitInBinaryUnits() {
        assertThat(Formats.size(0L)).isEqualTo("0 B");
        assertThat(Formats.size(1023L)).isEqualTo("1023 B");
        assertThat(Formats.size(1024L)).isEqualTo("1.0 KiB");
        assertThat(Formats.size(1_572_864L)).isEqualTo("1.5 MiB");
        assertThat(Formats.size(1_048_524L)).isEqualTo("1023.9 KiB");
        assertThat(Formats.size(1_048_525L)).isEqualTo("1.0 MiB");
        assertThat(Formats.size(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
        assertThat(Formats.size(null)).isNull();
    }

    @Test
    void oneIsNotMany() {
        assertThat(Formats.count(1, "destination")).isEqualTo("1 destination");
        assertThat(Formats.count(0, "job")).isEqualTo("0 jobs");
        assertThat(Formats.count(2, "attempt")).isEqualTo("2 attempts");
    }

    @Test
    void timesAreLocalToTheZone() {
        assertThat(Formats.time(NOON, ZoneId.of("Europe/Berlin"))).isEqualTo("2026-07-01T14:00:00+02:00");
        assertThat(Formats.time(NOON, ZoneId.of("UTC"))).isEqualTo("2026-07-01T12:00:00+00:00");
    }

    @Test
    void shortTimesAreExactAndLongOnesAreNot() {
        assertThat(Formats.between(NOON, NOON.plusMillis(4249))).isEqualTo("4.2s");
        assertThat(Formats.between(NOON, NOON.plusMillis(90_400))).isEqualTo("1m30s");
        assertThat(Formats.between(NOON, null)).isNull();
    }
}
