package io.exportroutes.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.archive.CopyChoice.Window;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyChoiceTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static CopyChoice of(String text) {
        return CopyChoice.parse(text, job -> BERLIN);
    }

    /** Days have 23 and 25 hours when the clock is changed; a minute of the repeated hour comes twice. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-20, 2026-11-19T23:00:00Z, 2026-11-20T23:00:00Z",
        "2026-03-29, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "2026-10-25, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        "2026-11-20T02:00, 2026-11-20T01:00:00Z, 2026-11-20T01:01:00Z",
        "2026-11-20T02:00:59, 2026-11-20T01:00:00Z, 2026-11-20T01:01:00Z",
        "2026-10-25T02:30, 2026-10-25T00:30:00Z, 2026-10-25T01:31:00Z"
    })
    void timesAreThoseOfTheJob(String time, Instant from, Instant until) {
        assertThat(of("crm-nightly@" + time)).isEqualTo(new CopyChoice("crm-nightly", new Window(from, until)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"crm-nightly", "exp_1", "crm/a@b.zip", "@2026-11-20"})
    void aWordIsAWord(String word) {
        assertThat(of(word)).isEqualTo(new CopyChoice(word, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@", "a@today", "a@2026-02-30", "a@2026-11-20T25:00", "exp_1@archive"})
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> of(text))
                .hasMessageContaining("is no date and no time")
                .extracting("hint")
                .asString()
                .contains("JOB@2026-11-20T02:00");
    }

    @Test
    void aWordIsTheJobTheRunTheExportOrTheKeyOfACopy() {
        ArchivedCopy copy = new ArchivedCopy(
                "archive",
                "crm/a.zip",
                new ArchivedCopy.Subject("nightly", "crm", "run-1", "exp_1", Instant.parse("2026-11-20T01:00:00Z")),
                new ArchivedCopy.Bytes("a.zip", 1, "ab"));

        assertThat(of("nightly").has(copy)).isTrue();
        assertThat(of("run-1").has(copy)).isTrue();
        assertThat(of("exp_1").has(copy)).isTrue();
        assertThat(of("crm/a.zip").has(copy)).isTrue();
        assertThat(of("crm").has(copy)).isFalse();
        assertThat(of("nightly@2026-11-20").has(copy)).isTrue();
        assertThat(of("nightly@2026-11-20T02:01").has(copy)).isFalse();
        assertThat(of("nightly@2026-11-20T01:59").has(copy)).isFalse();
    }
}
