package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ShownTest {
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00.987Z");

    @Test
    void sizesAreRoundedToOneDigitInDecimalUnits() {
        assertThat(Shown.size(0L)).isEqualTo("0 B");
        assertThat(Shown.size(999L)).isEqualTo("999 B");
        assertThat(Shown.size(1000L)).isEqualTo("1.0 KB");
        assertThat(Shown.size(999_949L)).isEqualTo("999.9 KB");
        assertThat(Shown.size(999_950L)).isEqualTo("1.0 MB");
        assertThat(Shown.size(Long.MAX_VALUE)).isEqualTo("9.2 EB");
        assertThat(Shown.size(null)).isNull();
    }

    @Test
    void timesAreLocalToTheZone() {
        assertThat(Shown.time(NOON, ZoneId.of("Europe/Berlin"))).isEqualTo("2026-07-01T14:00:00+02:00");
        assertThat(Shown.time(NOON, ZoneId.of("UTC"))).isEqualTo("2026-07-01T12:00:00+00:00");
    }

    @Test
    void shortTimesAreExactAndLongOnesAreNot() {
        assertThat(Shown.between(NOON, NOON.plusMillis(4249))).isEqualTo("4.2s");
        assertThat(Shown.between(NOON, NOON.plusMillis(90_400))).isEqualTo("1m30s");
        assertThat(Shown.between(NOON, null)).isNull();
    }

    @Test
    void columnsAreAlignedAndNothingOfOthersBreaksThem() {
        Table table = new Table("A", "LONGER", "C");
        table.row("wide cell", null, "x");
        table.row("é", "two\r\nlines\u001b[31m", "");

        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text, true));

        assertThat(text.toString().lines())
                .containsExactly(
                        "A          LONGER          C", "wide cell  -               x", "é          two lines?[31m  -");
    }
}
