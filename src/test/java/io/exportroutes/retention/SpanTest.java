package io.exportroutes.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Period;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {
    @Test
    void itIsWrittenAsResticWritesIt() {
        assertThat(Span.parse("2y5m7d3h")).isEqualTo(new Span(Period.of(2, 5, 7), 3));
        assertThat(Span.parse("30d")).isEqualTo(new Span(Period.ofDays(30), 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2y5m7d3h", "7d", "3h", "1y", "18m", "7d12h"})
    void itIsPrintedAsItWasWritten(String text) {
        assertThat(Span.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0d", "0y0h", "1w", "7", "d", "-7d", "3h7d", "7 d", "7D", "30s", "12345678901d"})
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Span.parse(text));
    }

    @Test
    void aMonthBeforeThe31stIsTheLastDayOfAShorterOne() {
        assertThat(Span.parse("1m").before(ZonedDateTime.parse("2027-03-31T02:00:00+02:00[Europe/Berlin]")))
                .isEqualTo(ZonedDateTime.parse("2027-02-28T02:00:00+01:00[Europe/Berlin]"));
    }

    @Test
    void daysAreThoseOfTheCalendarAndHoursAreRealTime() {
        ZonedDateTime afterTheChange = ZonedDateTime.parse("2026-10-25T12:00:00+01:00[Europe/Berlin]");

        assertThat(Span.parse("1d").before(afterTheChange))
                .isEqualTo(ZonedDateTime.parse("2026-10-24T12:00:00+02:00[Europe/Berlin]"));
        assertThat(Span.parse("24h").before(afterTheChange))
                .isEqualTo(ZonedDateTime.parse("2026-10-24T13:00:00+02:00[Europe/Berlin]"));
    }
}
