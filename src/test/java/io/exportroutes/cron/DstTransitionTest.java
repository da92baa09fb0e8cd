package io.exportroutes.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of docs/operations.md, "When the clocks change". */
class DstTransitionTest {
    private static final DateTimeFormatter DIAL = DateTimeFormatter.ofPattern("HH:mmx");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Europe/Berlin    | 2026-03-29 | 30 2 * * *    | 03:30+02",
                "Europe/Berlin    | 2026-03-29 | 0 2 * * *     | 03:00+02",
                "Europe/Berlin    | 2026-03-29 | 30 1 * * *    | 01:30+01",
                "Europe/Berlin    | 2026-03-29 | 0 3 * * *     | 03:00+02",
                "Europe/Berlin    | 2026-03-29 | 30 2,3 * * *  | 03:30+02",
                "Europe/Berlin    | 2026-03-29 | 0 */2 * * *   | 00:00+01 03:00+02 04:00+02",
                "Europe/Berlin    | 2026-03-29 | @hourly       | 00:00+01 01:00+01 03:00+02 04:00+02",
                "Europe/Berlin    | 2026-03-29 | */30 1-3 * * *| 01:00+01 01:30+01 03:00+02 03:30+02",
                "Europe/Berlin    | 2026-10-25 | 30 2 * * *    | 02:30+01",
                "Europe/Berlin    | 2026-10-25 | 0 2 * * *     | 02:00+01",
                "Europe/Berlin    | 2026-10-25 | 30 1 * * *    | 01:30+02",
                "Europe/Berlin    | 2026-10-25 | 0 3 * * *     | 03:00+01",
                "Europe/Berlin    | 2026-10-25 | @hourly       | 00:00+02 01:00+02 02:00+02 02:00+01 03:00+01 04:00+01",
                "Europe/Berlin    | 2026-10-25 | 0 */2 * * *   | 00:00+02 02:00+01 04:00+01",
                "America/New_York | 2026-03-08 | 30 2 * * *    | 03:30-04",
                "America/New_York | 2026-03-08 | @hourly       | 00:00-05 01:00-05 03:00-04 04:00-04",
                "America/New_York | 2026-11-01 | 30 2 * * *    | 02:30-05",
                "America/New_York | 2026-11-01 | 30 1 * * *    | 01:30-05",
                "America/New_York | 2026-11-01 | @hourly       | 00:00-04 01:00-04 01:00-05 02:00-05 03:00-05 04:00-05",
                "Australia/Lord_Howe | 2026-10-04 | 15 2 * * * | 02:45+11",
                "UTC              | 2026-03-29 | 30 2 * * *    | 02:30+00"
            })
    void aJobIsDueBeforeFiveInTheMorning(String zone, LocalDate day, String schedule, String times) {
        ZoneId id = ZoneId.of(zone);
        Instant begin = day.atStartOfDay(id).toInstant();
        Instant end = day.atTime(5, 0).atZone(id).toInstant();

        assertThat(due(schedule, id, begin, end).stream()
                        .map(time -> DIAL.format(time.atZone(id)))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(times);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/New_York"})
    void everyQuarterOfAnHourIsEveryQuarterOfAnHourAllYear(String zone) {
        Instant begin = Instant.parse("2026-01-01T12:00:00Z");
        List<Instant> times = due("*/15 * * * *", ZoneId.of(zone), begin, begin.plus(Duration.ofDays(365)));

        for (int index = 1; index < times.size(); index++) {
            assertThat(Duration.between(times.get(index - 1), times.get(index))).isEqualTo(Duration.ofMinutes(15));
        }
        assertThat(times).hasSize(365 * 96);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/New_York", "UTC", "Asia/Kolkata"})
    void aDailyJobRunsOnceEveryDayOfTheYear(String zone) {
        ZoneId id = ZoneId.of(zone);
        Instant begin = LocalDate.parse("2026-01-01").atStartOfDay(id).toInstant();
        Instant end = LocalDate.parse("2027-01-01").atStartOfDay(id).toInstant();

        assertThat(due("30 2 * * *", id, begin, end).stream()
                        .map(time -> time.atZone(id).toLocalDate()))
                .doesNotHaveDuplicates()
                .hasSize(365);
    }

    @Test
    void aTimeThatOnlyTheChangeoverDayHasIsNotLost() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");

        assertThat(Cron.next("0 30 2 29 3 ? 2026", berlin, Instant.parse("2026-01-01T00:00:00Z")))
                .contains(Instant.parse("2026-03-29T01:30:00Z"));
        assertThat(Cron.next("0 30 2 29 3 ? 2026", berlin, Instant.parse("2026-03-29T01:30:00Z")))
                .isEmpty();
    }

    @Test
    void theLastTimeOfALongAbsenceIsFound() {
        Instant until = Instant.parse("2026-11-21T12:34:56Z");

        assertThat(Cron.last("0 30 2 * * ?", ZoneOffset.UTC, until.minus(Duration.ofDays(400)), until))
                .contains(Instant.parse("2026-11-21T02:30:00Z"));
        assertThat(Cron.last("0 0 0 1 1 ?", ZoneOffset.UTC, until.minus(Duration.ofDays(400)), until))
                .contains(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(Cron.last("0 30 2 * * ?", ZoneOffset.UTC, Instant.parse("2026-11-21T02:30:00Z"), until))
                .isEmpty();
    }

    private static List<Instant> due(String schedule, ZoneId zone, Instant begin, Instant end) {
        List<Instant> times = new ArrayList<>();
        String quartz = Cron.toQuartz(schedule);
        Instant time = Cron.next(quartz, zone, begin.minusSeconds(1)).orElseThrow();
        while (time.isBefore(end)) {
            times.add(time);
            time = Cron.next(quartz, zone, time).orElse(Instant.MAX);
        }
        return times;
    }
}
