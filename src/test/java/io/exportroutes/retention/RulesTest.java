package io.exportroutes.retention;

import static io.exportroutes.retention.Shelf.BERLIN;
import static io.exportroutes.retention.Shelf.keep;
import static io.exportroutes.retention.Shelf.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each rule keeps, and how a plan says so. */
class RulesTest {
    @Test
    void theLastRunsAreKept() {
        assertThat(new Shelf()
                        .with("2027-01-01T02:00:00Z", "2027-01-02T02:00:00Z", "2027-01-03T02:00:00Z")
                        .lines(keep(Rule.LAST, 2)))
                .containsExactly(
                        "2027-01-03T02:00:00Z KEEP last 1 of 2, last good copy",
                        "2027-01-02T02:00:00Z KEEP last 2 of 2",
                        "2027-01-01T02:00:00Z EXPIRE no rule keeps it");
    }

    @Test
    void theNewestRunOfEachDayIsKept() {
        assertThat(new Shelf()
                        .with("2027-01-01T02:00:00Z", "2027-01-01T14:00:00Z")
                        .with("2027-01-05T02:00:00Z", "2027-01-05T14:00:00Z")
                        .lines(keep(Rule.DAILY, 2)))
                .containsExactly(
                        "2027-01-05T14:00:00Z KEEP daily 1 of 2, last good copy",
                        "2027-01-05T02:00:00Z EXPIRE no rule keeps it",
                        "2027-01-01T14:00:00Z KEEP daily 2 of 2",
                        "2027-01-01T02:00:00Z EXPIRE no rule keeps it");
    }

    @Test
    void theOldestIsKeptWhileTheRuleIsNotFull() {
        assertThat(new Shelf()
                        .with("2027-01-01T02:00:00Z", "2027-01-15T02:00:00Z", "2027-02-01T02:00:00Z")
                        .lines(keep(Rule.MONTHLY, 3)))
                .containsExactly(
                        "2027-02-01T02:00:00Z KEEP monthly 1 of 3, last good copy",
                        "2027-01-15T02:00:00Z KEEP monthly 2 of 3",
                        "2027-01-01T02:00:00Z KEEP oldest monthly");
    }

    @Test
    void withinCountsFromTheNewestGoodRunAndNotFromNow() {
        assertThat(new Shelf()
                        .with("2027-01-01T02:00:00Z", "2027-01-02T02:00:00Z", "2027-01-08T02:00:00Z")
                        .with(Standing.BAD, "2027-02-01T02:00:00Z")
                        .at("2029-01-01T00:00:00Z")
                        .lines(within("7d")))
                .containsExactly(
                        "2027-02-01T02:00:00Z KEEP read back failed, within 7d of the newest, newer than the last good copy",
                        "2027-01-08T02:00:00Z KEEP within 7d of the newest, last good copy",
                        "2027-01-02T02:00:00Z KEEP within 7d of the newest",
                        "2027-01-01T02:00:00Z EXPIRE no rule keeps it");
    }

    @Test
    void aRunIsKeptIfAnyRuleKeepsIt() {
        RetentionPolicy policy = new RetentionPolicy(Map.of(Rule.LAST, 1, Rule.YEARLY, 2), Span.parse("3h"));

        assertThat(new Shelf()
                        .with("2025-12-31T02:00:00Z", "2026-12-30T02:00:00Z", "2026-12-31T01:00:00Z")
                        .with("2026-12-31T03:00:00Z")
                        .lines(policy))
                .containsExactly(
                        "2026-12-31T03:00:00Z KEEP within 3h of the newest, last 1 of 1, yearly 1 of 2, last good copy",
                        "2026-12-31T01:00:00Z KEEP within 3h of the newest",
                        "2026-12-30T02:00:00Z EXPIRE no rule keeps it",
                        "2025-12-31T02:00:00Z KEEP yearly 2 of 2");
    }

    @Test
    void daysAreThoseOfTheJobsZone() {
        Shelf shelf = new Shelf().with("2027-01-01T22:30:00Z", "2027-01-01T23:30:00Z", "2027-01-02T22:30:00Z");

        assertThat(shelf.in(BERLIN).lines(keep(Rule.DAILY, 2)))
                .containsExactly(
                        "2027-01-02T22:30:00Z KEEP daily 1 of 2, last good copy",
                        "2027-01-01T23:30:00Z EXPIRE no rule keeps it",
                        "2027-01-01T22:30:00Z KEEP daily 2 of 2");
        assertThat(shelf.in(Shelf.UTC).lines(keep(Rule.DAILY, 2)))
                .containsExactly(
                        "2027-01-02T22:30:00Z KEEP daily 1 of 2, last good copy",
                        "2027-01-01T23:30:00Z KEEP daily 2 of 2",
                        "2027-01-01T22:30:00Z EXPIRE no rule keeps it");
    }

    @Test
    void theHourThatIsRepeatedInAutumnIsTwoBuckets() {
        assertThat(new Shelf()
                        .with("2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z")
                        .with("2026-10-25T01:30:00Z")
                        .in(BERLIN)
                        .lines(keep(Rule.HOURLY, 2)))
                .containsExactly(
                        "2026-10-25T01:30:00Z KEEP hourly 1 of 2, last good copy",
                        "2026-10-25T01:00:00Z EXPIRE no rule keeps it",
                        "2026-10-25T00:30:00Z KEEP hourly 2 of 2",
                        "2026-10-25T00:00:00Z EXPIRE no rule keeps it");
    }

    @Test
    void aDayThatAChangeOfTheClockBeginsTwiceIsOneDay() {
        assertThat(new Shelf()
                        .with("2010-11-06T12:00:00Z", "2010-11-07T02:30:15Z", "2010-11-07T03:00:00Z")
                        .with("2010-11-07T12:00:00Z")
                        .in(ZoneId.of("America/St_Johns"))
                        .lines(keep(Rule.DAILY, 2)))
                .as("until 2011 its clocks went from 00:01 back to 23:01")
                .containsExactly(
                        "2010-11-07T12:00:00Z KEEP daily 1 of 2, last good copy",
                        "2010-11-07T03:00:00Z KEEP daily 2 of 2",
                        "2010-11-07T02:30:15Z EXPIRE no rule keeps it",
                        "2010-11-06T12:00:00Z EXPIRE no rule keeps it");
    }

    @Test
    void weeksBeginOnMondayAndDoNotEndWithTheYear() {
        assertThat(new Shelf()
                        .with("2026-12-27T02:00:00Z", "2026-12-28T02:00:00Z", "2027-01-03T02:00:00Z")
                        .with("2027-01-04T02:00:00Z")
                        .lines(keep(Rule.WEEKLY, 3)))
                .containsExactly(
                        "2027-01-04T02:00:00Z KEEP weekly 1 of 3, last good copy",
                        "2027-01-03T02:00:00Z KEEP weekly 2 of 3",
                        "2026-12-28T02:00:00Z EXPIRE no rule keeps it",
                        "2026-12-27T02:00:00Z KEEP weekly 3 of 3");
    }

    @Test
    void whatIsOfTheFutureIsKeptAndDoesNotCount() {
        assertThat(new Shelf()
                        .with("2027-01-01T02:00:00Z", "2027-01-02T02:00:00Z", "2099-01-01T02:00:00Z")
                        .lines(keep(Rule.LAST, 1)))
                .containsExactly(
                        "2099-01-01T02:00:00Z KEEP in the future",
                        "2027-01-02T02:00:00Z KEEP last 1 of 1, last good copy",
                        "2027-01-01T02:00:00Z EXPIRE no rule keeps it");
    }

    @Test
    void onlyGoodCopiesCountAndTheOthersSayWhatTheyAre() {
        assertThat(new Shelf()
                        .with("2027-01-01T02:00:00Z", "2027-01-02T02:00:00Z", "2027-01-05T02:00:00Z")
                        .with(Standing.BAD, "2027-01-02T14:00:00Z")
                        .with(Standing.COLD, "2027-01-03T02:00:00Z")
                        .with(Standing.UNCONFIRMED, "2026-12-24T02:00:00Z")
                        .lines(keep(Rule.DAILY, 2)))
                .containsExactly(
                        "2027-01-05T02:00:00Z KEEP daily 1 of 2, last good copy",
                        "2027-01-03T02:00:00Z KEEP cold, would be daily 2 of 2",
                        "2027-01-02T14:00:00Z KEEP read back failed, would be daily 2 of 2",
                        "2027-01-02T02:00:00Z KEEP daily 2 of 2",
                        "2027-01-01T02:00:00Z EXPIRE no rule keeps it",
                        "2026-12-24T02:00:00Z EXPIRE unconfirmed, no rule keeps it");
    }

    @Test
    void whatIsNotGoodIsNeverPreferredToAGoodCopyOfTheSameDay() {
        assertThat(new Shelf()
                        .with("2027-01-02T14:00:00Z", "2027-01-03T02:00:00Z")
                        .with(Standing.UNCONFIRMED, "2027-01-02T02:00:00Z")
                        .lines(keep(Rule.DAILY, 2)))
                .containsExactly(
                        "2027-01-03T02:00:00Z KEEP daily 1 of 2, last good copy",
                        "2027-01-02T14:00:00Z KEEP daily 2 of 2",
                        "2027-01-02T02:00:00Z EXPIRE unconfirmed, no rule keeps it");
    }

    @Test
    void theCopiesOfOneRunStandAndFallTogether() {
        assertThat(new Shelf()
                        .with("2027-01-01T02:00:00Z", "2027-01-02T02:00:00Z", "2027-01-03T02:00:00Z")
                        .also("2027-01-01T02:00:00Z", "old", Standing.GOOD)
                        .also("2027-01-02T02:00:00Z", "two", Standing.BAD)
                        .also("2027-01-03T02:00:00Z", "new", Standing.GOOD)
                        .lines(keep(Rule.LAST, 1)))
                .containsExactly(
                        "2027-01-03T02:00:00Z KEEP last 1 of 1, last good copy",
                        "new KEEP last 1 of 1, last good copy",
                        "2027-01-02T02:00:00Z EXPIRE with its run: read back failed, no rule keeps it",
                        "two EXPIRE read back failed, no rule keeps it",
                        "2027-01-01T02:00:00Z EXPIRE no rule keeps it",
                        "old EXPIRE no rule keeps it");
    }

    @Test
    void twoRunsOfOneTimeAreTwo() {
        Copy other = new Copy(
                "by-hand",
                new Copy.Run(
                        "by hand",
                        Shelf.good(Instant.parse("2027-01-01T02:00:00Z")).run().time()),
                1,
                Standing.GOOD,
                Protection.NONE);

        Plan plan = Retention.plan(
                List.of(Shelf.good(other.run().time()), other),
                keep(Rule.LAST, 1),
                Shelf.UTC,
                other.run().time(),
                Shelf.undoubted(Facts.Limit.DEFAULT));

        assertThat(plan.those(Plan.Verdict.KEEP)).containsExactly(other);
    }

    @Test
    void theExampleOfTheDocumentIsTrue() throws IOException {
        List<String> table = Files.readAllLines(Path.of("docs/custody.md")).stream()
                .filter(line -> line.matches("\\| \\d{4}-\\d\\d-\\d\\d .*"))
                .toList();

        List<String> lines = new Shelf()
                .with("2026-11-20T13:00:00Z", "2026-11-20T12:00:00Z", "2026-11-20T09:00:00Z")
                .with("2026-11-19T22:00:00Z", "2026-11-19T02:00:00Z")
                .with(Standing.BAD, "2026-11-20T14:00:00Z")
                .with(Standing.UNCONFIRMED, "2026-11-19T23:00:00Z")
                .with(Protection.held("audit 2026"), "2026-11-19T04:00:00Z")
                .with(Protection.lockedUntil(Instant.parse("2027-01-04T00:00:00Z")), "2026-11-19T03:00:00Z")
                .at("2026-11-20T14:30:00Z")
                .lines(new RetentionPolicy(Map.of(Rule.DAILY, 3), Span.parse("3h")));

        assertThat(lines.stream()
                        .map(line -> line.replaceFirst("(.*)T(\\d\\d:\\d\\d):00Z (\\w+) (.*)", "| $1 $2 | $3 | $4 |")))
                .isEqualTo(table);
    }

    @Test
    void keepAllKeepsAll() {
        assertThat(new Shelf()
                        .with("2027-01-01T02:00:00Z")
                        .with(Standing.BAD, "2027-01-02T02:00:00Z")
                        .lines(RetentionPolicy.KEEP_ALL))
                .containsExactly(
                        "2027-01-02T02:00:00Z KEEP read back failed, keep-all", "2027-01-01T02:00:00Z KEEP keep-all");
    }

    @Test
    void aPolicyWithoutRulesIsRefusedAndARuleForNothingToo() {
        assertThatIllegalArgumentException().isThrownBy(() -> RetentionPolicy.of(Map.of(), null));
        assertThatIllegalArgumentException().isThrownBy(() -> keep(Rule.DAILY, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> keep(Rule.DAILY, -1));
    }
}
