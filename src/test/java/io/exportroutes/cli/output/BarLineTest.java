package io.exportroutes.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BarLineTest {
    private static final long MIB = 1 << 20;

    @Example
    void howFarItIsAndHowFast() {
        assertThat(bar("archive", 5 * MIB + MIB / 2, 12 * MIB, 4_000, "").render(80))
                .isEqualTo("archive        45%  │███████████▉              │  5.5 MiB of 12.0 MiB  1.4 MiB/s");
    }

    @Example
    void whatIsNotKnownIsNotShown() {
        assertThat(bar("archive", -1, -1, 100, "").render(80)).isEqualTo("archive             waiting");
        assertThat(bar("archive", 0, -1, 100, "").render(80)).isEqualTo("archive             waiting");
        assertThat(bar("archive", 1536, -1, 100, "").render(80)).isEqualTo("archive             1.5 KiB");
        assertThat(bar("archive", 0, 3 * MIB, 100, "").render(80))
                .startsWith("archive         0%  │ ")
                .endsWith(" │  0 B of 3.0 MiB");
    }

    @Example
    void whatIsWholeHasOneSizeAndItsNote() {
        assertThat(bar("a", 2262, 2262, 900, "delivered").render(60))
                .isEqualTo("a             100%  │██████████████████│  2.2 KiB  delivered");
        assertThat(bar("empty", 0, 0, 900, "").render(60)).contains("100%").endsWith("0 B");
    }

    @Example
    void piecesAreCounted() {
        assertThat(new BarLine("download", new BarLine.Amount(false, 3, 12), Duration.ofSeconds(1), "").render(60))
                .isEqualTo("download       25%  │███████▎                     │  3 of 12");
    }

    @Example
    void whereThereIsNoRoomForABarTheWordsStay() {
        assertThat(bar("archive", MIB, 2 * MIB, 1_000, "attempt 2").render(50))
                .isEqualTo("archive        50%  1.0 MiB of 2.0 MiB  1.0 MiB/s…");
    }

    @Property
    void noBarIsWiderThanItsTerminalAndNoneHasAPlaceholder(
            @ForAll @LongRange(min = -1) long done,
            @ForAll @LongRange(min = -1) long total,
            @ForAll @IntRange(max = 1_000_000) int millis,
            @ForAll @IntRange(min = 1, max = 200) int width) {
        String line = bar("a destination", done, total, millis, "attempt 3").render(width);

        assertThat(TextWidth.width(line)).isLessThanOrEqualTo(width);
        assertThat(line).doesNotContain("?", "0/0").doesNotContainPattern("(^| )\\.\\d");
    }

    private static BarLine bar(String label, long done, long total, long millis, String note) {
        return new BarLine(label, new BarLine.Amount(true, done, total), Duration.ofMillis(millis), note);
    }
}
