package io.exportroutes.retention;

import static io.exportroutes.retention.Shelf.AGREED;
import static io.exportroutes.retention.Shelf.WHOLE;
import static io.exportroutes.retention.Shelf.keep;
import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.retention.Facts.Clock;
import io.exportroutes.retention.Facts.ForeignObject;
import io.exportroutes.retention.Facts.Limit;
import io.exportroutes.retention.Facts.Listing;
import io.exportroutes.retention.Facts.Twin;
import io.exportroutes.retention.Plan.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is never expired, and what blocks all expiry. */
class DoubtsTest {
    private static final Instant NOW = Instant.parse("2027-02-01T00:00:00Z");
    private static final Instant NEWEST = Instant.parse("2027-01-03T02:00:00Z");
    private static final RetentionPolicy LAST = keep(Rule.LAST, 1);

    @Test
    void withoutAnyGoodCopyNothingExpires() {
        assertThat(new Shelf()
                        .with(Standing.BAD, "2027-01-01T02:00:00Z")
                        .with(Standing.UNCONFIRMED, "2027-01-02T02:00:00Z", "2027-01-03T02:00:00Z")
                        .lines(LAST))
                .containsExactly(
                        "2027-01-03T02:00:00Z KEEP unconfirmed, no good copy is here",
                        "2027-01-02T02:00:00Z KEEP unconfirmed, no good copy is here",
                        "2027-01-01T02:00:00Z KEEP read back failed, no good copy is here");
    }

    @Test
    void aStreakOfFailuresExpiresNothing() {
        assertThat(three().with(Standing.BAD, "2027-01-20T02:00:00Z", "2027-01-21T02:00:00Z", "2027-01-22T02:00:00Z")
                        .lines(keep(Rule.LAST, 3)))
                .allMatch(line -> line.contains(" KEEP "));
    }

    @Test
    void whatIsHeldOrLockedIsKept() {
        assertThat(three().with(Protection.held("audit\u001b 2026"), "2026-01-01T02:00:00Z")
                        .with(Protection.lockedUntil(NOW.plusSeconds(1)), "2026-01-02T02:00:00Z")
                        .with(Protection.lockedUntil(NOW), "2026-01-03T02:00:00Z")
                        .with(Protection.UNKNOWN, "2026-01-04T02:00:00Z")
                        .at(NOW.toString())
                        .lines(LAST))
                .filteredOn(line -> line.startsWith("2026"))
                .containsExactly(
                        "2026-01-04T02:00:00Z KEEP locked, until when is not known",
                        "2026-01-03T02:00:00Z EXPIRE no rule keeps it",
                        "2026-01-02T02:00:00Z KEEP locked until 2027-02-01",
                        "2026-01-01T02:00:00Z KEEP held: audit\\u001b 2026");
    }

    @Test
    void whatIsHeldKeepsTheCopiesOfItsRun() {
        assertThat(three().with(Protection.held("audit"), "2026-01-01T02:00:00Z")
                        .also("2026-01-01T02:00:00Z", "other", Standing.GOOD)
                        .lines(LAST))
                .contains("other KEEP with its run: held: audit");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNCONFIRMED", "READ_BACK_OVERDUE", "NOT_GOOD", "NONE"})
    void theLastTwoStayWhileTheNewestCopyElsewhereIsInDoubt(Twin.State state) {
        assertThat(three().twin(state).plan(LAST).those(Verdict.KEEP)).hasSize(2);
        assertThat(three().twin(state).lines(LAST).get(1))
                .startsWith("2027-01-02T02:00:00Z KEEP one of the last two: the newest copy at mirror is ");
    }

    @Test
    void oneStaysWhereTheNewestCopyElsewhereIsTrusted() {
        assertThat(three().twin(Twin.State.TRUSTED).plan(LAST).those(Verdict.KEEP))
                .hasSize(1);
    }

    @Test
    void aListingThatDidNotFinishBlocks() {
        assertBlocked(listing(new Listing(false, Set.of(), List.of())), "the listing did not finish");
    }

    @Test
    void aListingWithoutAKnownCopyBlocks() {
        assertBlocked(listing(new Listing(true, Set.of("crm/\u0007"), List.of())), "the listing misses crm/\\u0007");
        assertBlocked(
                listing(new Listing(true, Set.of("b", "a"), List.of())),
                "the listing misses 2 known copies, the first is a");
    }

    @Test
    void twoObjectsWithOneKeyBlock() {
        ForeignObject foreign = new ForeignObject("crm/2027-01-01T02:00:00Z", 1);

        assertBlocked(
                listing(new Listing(true, Set.of(), List.of(foreign))),
                "two objects have the key crm/2027-01-01T02:00:00Z");
    }

    @Test
    void aClockBeforeWhatIsKnownBlocks() {
        assertBlocked(
                clock(new Clock(NOW.plusSeconds(1), null)),
                "this machine's clock says 2027-02-01T00:00:00Z, but something is known of 2027-02-01T00:00:01Z");
        assertExpires(clock(new Clock(NOW, null)));
    }

    @Test
    void clocksThatDifferByMoreThanFiveMinutesBlock() {
        assertBlocked(
                clock(new Clock(null, NOW.plus(Duration.ofMinutes(5)).plusMillis(1))),
                "this machine's clock differs from the destination's by 5m");
        assertBlocked(
                clock(new Clock(null, NOW.minus(Duration.ofHours(7)))),
                "this machine's clock differs from the destination's by 7h");
        assertExpires(clock(new Clock(null, NOW.minus(Duration.ofMinutes(5)))));
    }

    @Test
    void aJobWithoutASuccessHereBlocks() {
        assertBlocked(success(null), "the job has never succeeded here");
    }

    @Test
    void aLastSuccessWhoseCopyIsNotGoodBlocks() {
        assertBlocked(
                success(NEWEST.plusSeconds(1)),
                "the copy of the last success, 2027-01-03T02:00:01Z, is not a good one");
        assertExpires(success(NEWEST));
    }

    @Test
    void moreThanTwentyRunsNeedAPerson() {
        Shelf shelf = days(70).facts(Shelf.undoubted(Limit.DEFAULT));

        assertThat(shelf.plan(keep(Rule.LAST, 50)).isBlocked()).isFalse();
        Plan plan = shelf.plan(keep(Rule.LAST, 49));
        assertThat(plan.needsPerson()).isTrue();
        assertThat(plan.doubts())
                .extracting(Doubt::text)
                .containsExactly("21 of 70 runs would expire at once, more than 20 or 30 %: a person has to agree");
    }

    @Test
    void moreThanThirtyPercentNeedAPerson() {
        Shelf shelf = days(10).facts(Shelf.undoubted(Limit.DEFAULT));

        assertThat(shelf.plan(keep(Rule.LAST, 7)).isBlocked()).isFalse();
        assertThat(shelf.plan(keep(Rule.LAST, 6)).needsPerson()).isTrue();
    }

    @Test
    void oneRunForEachRuleMayAlwaysExpire() {
        Shelf shelf = days(2).facts(Shelf.undoubted(Limit.DEFAULT));

        assertThat(shelf.plan(LAST).those(Verdict.EXPIRE)).hasSize(1);
        assertThat(days(3).facts(Shelf.undoubted(Limit.DEFAULT)).plan(LAST).needsPerson())
                .isTrue();
    }

    @Test
    void aPersonAnswersForTheNumberAloneAndNamesThePlanByItsHash() {
        Plan shown = days(40).facts(Shelf.undoubted(Limit.DEFAULT)).plan(LAST);
        Plan agreed = days(40).plan(LAST);

        assertThat(shown.total(Verdict.BLOCKED)).isEqualTo(new Plan.Total(39, 39_000));
        assertThat(agreed.total(Verdict.EXPIRE)).isEqualTo(shown.total(Verdict.BLOCKED));
        assertThat(agreed.hash()).isEqualTo(shown.hash()).matches("[0-9a-f]{16}");
        assertThat(days(41).plan(LAST).hash()).isNotEqualTo(shown.hash());
        assertThat(days(40).facts(success(null)).plan(LAST).needsPerson()).isFalse();
    }

    @Test
    void foreignObjectsAreNeverCandidates() {
        ForeignObject foreign = new ForeignObject("letter.txt", 12);

        Plan plan = three().facts(listing(new Listing(true, Set.of(), List.of(foreign))))
                .plan(LAST);

        assertThat(plan.foreign()).containsExactly(foreign);
        assertThat(plan.copies()).extracting(judged -> judged.copy().key()).doesNotContain("letter.txt");
    }

    @Test
    void aDoubtChangesNothingOfACopyThatIsKeptAnyway() {
        assertThat(three().facts(success(null)).lines(LAST).get(0))
                .isEqualTo(three().lines(LAST).get(0));
    }

    private static void assertBlocked(Facts facts, String reason) {
        Plan plan = three().at(NOW.toString()).facts(facts).plan(LAST);

        assertThat(plan.those(Verdict.EXPIRE)).isEmpty();
        assertThat(plan.isBlocked()).isTrue();
        assertThat(plan.needsPerson()).isFalse();
        assertThat(plan.copies())
                .filteredOn(judged -> judged.verdict() == Verdict.BLOCKED)
                .hasSize(2)
                .allSatisfy(judged -> assertThat(judged.reasons()).containsExactly(reason));
    }

    private static void assertExpires(Facts facts) {
        assertThat(three().at(NOW.toString()).facts(facts).plan(LAST).those(Verdict.EXPIRE))
                .hasSize(2);
    }

    private static Shelf three() {
        return new Shelf().with("2027-01-01T02:00:00Z", "2027-01-02T02:00:00Z", NEWEST.toString());
    }

    private static Shelf days(int count) {
        Shelf shelf = new Shelf();
        for (int day = 0; day < count; day++) {
            shelf.with(Instant.parse("2026-12-01T02:00:00Z")
                    .plus(Duration.ofDays(day))
                    .toString());
        }
        return shelf;
    }

    private static Facts listing(Listing listing) {
        return new Facts(listing, AGREED, Instant.MIN, List.of(), Limit.APPROVED);
    }

    private static Facts clock(Clock clock) {
        return new Facts(WHOLE, clock, Instant.MIN, List.of(), Limit.APPROVED);
    }

    private static Facts success(@Nullable Instant last) {
        return new Facts(WHOLE, AGREED, last, List.of(), Limit.APPROVED);
    }
}
