package io.exportroutes.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.PermanentFailure;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    /** A Saturday. */
    private static final Instant START = Instant.parse("2026-11-21T12:34:56Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 2 * * *         | 2026-11-22T02:00:00Z",
                "*/15 * * * *      | 2026-11-21T12:45:00Z",
                "0 2 * * 0         | 2026-11-22T02:00:00Z",
                "0 2 * * 7         | 2026-11-22T02:00:00Z",
                "0 2 * * 1         | 2026-11-23T02:00:00Z",
                "0 2 * * MON-FRI   | 2026-11-23T02:00:00Z",
                "0 2 * * 0-7       | 2026-11-22T02:00:00Z",
                "0 2 * * Wed,fri   | 2026-11-25T02:00:00Z",
                "0 2 * * 7/3       | 2026-11-22T02:00:00Z",
                "0 2 1 feb-MAR/2 * | 2027-02-01T02:00:00Z",
                "5/20 * * * *      | 2026-11-21T12:45:00Z",
                "0 2 1 * *         | 2026-12-01T02:00:00Z",
                "0 0 2 * * ?       | 2026-11-22T02:00:00Z",
                "0 0 2 ? * 1       | 2026-11-22T02:00:00Z",
                "30 0 2 * * ? 2027 | 2027-01-01T02:00:30Z",
                "0 0 2 L * ?       | 2026-11-30T02:00:00Z",
                "@hourly           | 2026-11-21T13:00:00Z",
                "@daily            | 2026-11-22T00:00:00Z",
                "@midnight         | 2026-11-22T00:00:00Z",
                "@weekly           | 2026-11-22T00:00:00Z",
                "@monthly          | 2026-12-01T00:00:00Z",
                "@yearly           | 2027-01-01T00:00:00Z",
                "@Annually         | 2027-01-01T00:00:00Z"
            })
    void aScheduleIsDueWhenItsWriterMeantIt(String schedule, Instant due) {
        assertThat(Cron.next(Cron.toQuartz(schedule), ZoneId.of("UTC"), START)).contains(due);
    }

    @Test
    void theZoneDecidesWhenItIsTwoInTheMorning() {
        assertThat(Cron.next(Cron.toQuartz("0 2 * * *"), BERLIN, START))
                .contains(Instant.parse("2026-11-22T01:00:00Z"));
    }

    @Test
    void aScheduleWhoseYearsArePastIsNeverDueAgain() {
        assertThat(Cron.next(Cron.toQuartz("0 0 2 * * ? 2020"), BERLIN, START)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "60 2 * * *        | the minute field \"60\"",
                "0 24 * * *        | the hour field \"24\"",
                "0 2 0 * *         | the day-of-month field \"0\"",
                "0 2 * 13 *        | the month field \"13\"",
                "0 2 * * MO        | the day-of-week field \"MO\"",
                "0 2 * * 8         | the day-of-week field \"8\"",
                "22-2 * * * *      | the minute field \"22-2\"",
                "*/90 * * * *      | the minute field \"*/90\"",
                "1,,2 * * * *      | the minute field \"1,,2\"",
                "0 0 L * *         | the day-of-month field \"L\"",
                "*/0 * * * *       | the minute field \"*/0\"",
                "61 0 2 * * ?      | the second field \"61\"",
                "0 0 25 * * ?      | the hour field \"25\"",
                "0 0 2 32 * ?      | the day-of-month field \"32\"",
                "0 0 2 ? * 9       | the day-of-week field \"9\"",
                "0 0 2 ? JAM 1     | the month field \"JAM\"",
                "0 0 2 * * ? abc   | the year field \"abc\"",
                "0 0 2 * * *       | exactly one of day-of-month and day-of-week",
                "0 0 2 ? * ?       | exactly one of day-of-month and day-of-week",
                "0 2 1 * 1         | restricts both",
                "0 2 30 2 *        | never fires",
                "0 2 * *           | not 5, 6 or 7 fields but 4",
                "''                | not 5, 6 or 7 fields but 0",
                "@dayly            | there is no schedule \"@dayly\"",
                "@reboot           | there is no schedule \"@reboot\""
            })
    void aWrongScheduleIsRefusedByTheFieldThatIsWrong(String schedule, String complaint) {
        assertThatThrownBy(() -> Cron.toQuartz(schedule))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(complaint)
                .satisfies(failure ->
                        assertThat(((PermanentFailure) failure).hint()).isNotBlank());
    }
}
