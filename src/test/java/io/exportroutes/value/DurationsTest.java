package io.exportroutes.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "2s, PT2S",
        "5m, PT5M",
        "2h, PT2H",
        "1d, PT24H",
        "1h30m, PT1H30M",
        "1d2h3m4s5ms, PT26H3M4.005S",
        "0s, PT0S",
        "123456m, PT123456M",
        "123456h, PT123456H",
        "123456d, PT2962944H",
        "123456789ms, PT123456.789S",
        "PT2H, PT2H",
        "P1D, PT24H",
        "P1DT12H, PT36H",
        "PT1.5S, PT1.5S"
    })
    void aDurationIsReadAsPeopleWriteIt(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "m",
                "-5m",
                "5 minutes",
                "5M",
                "1m1h",
                "1.5h",
                "P",
                "PT",
                "P1DT",
                "PT-5M",
                "P1Y",
                "5m ",
                "99999999d"
            })
    void anythingElseIsNoDuration(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void whatIsPrintedReadsBack(@ForAll @LongRange(min = 0, max = 86_399_999_999L) long millis) {
        Duration duration = Duration.ofMillis(millis);

        assertThat(Durations.parse(Durations.print(duration))).isEqualTo(duration);
    }
}
