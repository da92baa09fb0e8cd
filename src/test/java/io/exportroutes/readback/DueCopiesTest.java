package io.exportroutes.readback;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.readback.Budget.Need;
import io.exportroutes.readback.KnownCopy.Look;
import io.exportroutes.readback.ReadBackPolicy.Depth;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DueCopiesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");
    private static final ReadBackPolicy POLICY =
            new ReadBackPolicy(Duration.ofDays(30), Duration.ofHours(24), Depth.of(Level.CONTENT), null, null);

    private static KnownCopy copy(String id, int delivered, @Nullable Integer read, @Nullable Look last) {
        return new KnownCopy(id, 10, ago(delivered), read == null ? null : ago(read), last);
    }

    private static Instant ago(int hours) {
        return NOW.minus(Duration.ofHours(hours));
    }

    private static List<String> due(KnownCopy... copies) {
        DueCopies due = new DueCopies(POLICY, NOW, 3);
        List.of(copies).forEach(due::look);
        return due.first().stream().map(KnownCopy::id).toList();
    }

    @Test
    void newOnesComeFirstAndThenTheMostOverdue() {
        assertThat(due(
                        copy("read lately", 2000, 100, new Look(Result.OK, Level.CONTENT, ago(100))),
                        copy("long ago", 2000, 900, new Look(Result.OK, Level.CONTENT, ago(900))),
                        copy("never", 1500, null, null),
                        copy("new", 3, null, null)))
                .containsExactly("new", "never", "long ago");
    }

    @Test
    void noMoreAreHeldThanWereAskedFor() {
        assertThat(due(
                        copy("d", 1001, null, null),
                        copy("a", 1004, null, null),
                        copy("c", 1002, null, null),
                        copy("b", 1003, null, null)))
                .containsExactly("a", "b", "c");
    }

    /** What is known to be bad has an alarm; to read it each night would change nothing but the bill. */
    @ParameterizedTest
    @EnumSource(names = {"MISSING", "DIFFERENT", "TRUNCATED", "COLD", "UNDECRYPTABLE"})
    void whatIsSettledIsNotReadEachNight(Result result) {
        assertThat(due(copy("one", 2000, null, new Look(result, Level.CONTENT, ago(24)))))
                .isEmpty();
        assertThat(due(copy("one", 2000, null, new Look(result, Level.CONTENT, ago(31 * 24)))))
                .hasSize(1);
        assertThat(DueCopies.isOverdue(copy("one", 2000, null, new Look(result, Level.CONTENT, ago(24))), POLICY, NOW))
                .isFalse();
    }

    @Test
    void whatCouldNotBeReadIsTriedAgainInAnHour() {
        assertThat(due(copy("one", 2000, null, new Look(Result.UNREADABLE, Level.EXISTS, ago(1)))))
                .hasSize(1);
        assertThat(due(copy("one", 2000, null, new Look(Result.UNREADABLE, Level.EXISTS, ago(0)))))
                .isEmpty();
        assertThat(DueCopies.isOverdue(
                        copy("one", 2000, null, new Look(Result.UNREADABLE, Level.EXISTS, ago(0))), POLICY, NOW))
                .as("its clock goes on")
                .isTrue();
    }

    @Test
    void aBudgetThatWasExceededIsPaidBack() {
        Budget budget = new Budget(100L);

        assertThat(budget.allows(Map.of(day(20), 99L), NOW)).isTrue();
        assertThat(budget.allows(Map.of(day(20), 100L), NOW)).isFalse();
        assertThat(budget.allows(Map.of(day(19), 200L), NOW)).isFalse();
        assertThat(budget.allows(Map.of(day(18), 200L), NOW)).isTrue();
        assertThat(new Budget(null).allows(Map.of(day(20), Long.MAX_VALUE), NOW))
                .isTrue();
    }

    @Test
    void aBudgetThatCannotDoItIsKnownBeforehand() {
        Need need = new Need(
                new ReadBackPolicy(Duration.ofDays(30), Duration.ofDays(1), Depth.of(Level.CONTENT), null, 50L));
        need.add(new KnownCopy("a", 2000, NOW, null, null));

        assertThat(need.aDay()).isBetween(67L, 83L);
        assertThat(need.isMet()).isFalse();
    }

    private static LocalDate day(int day) {
        return LocalDate.of(2026, 11, day);
    }
}
