package io.exportroutes.readback;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.readback.Budget.Need;
import io.exportroutes.readback.ReadBackPolicy.Depth;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What holds for all copies and every policy, in simulated months. */
class ReadBackPropertiesTest {
    private static final Instant START = Instant.parse("2026-10-20T00:00:00Z");

    @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
    void eachCopyIsReadInTimeWhenTheBudgetSuffices(
            @ForAll("copies") List<KnownCopy> copies,
            @ForAll @IntRange(min = 7, max = 45) int days,
            @ForAll("windows") @Nullable DailyWindow between) {
        ReadBackPolicy policy = withBudget(copies, Duration.ofDays(days), between);
        SimulatedReading reading = new SimulatedReading(policy, copies);

        reading.run(START, START.plus(policy.every().multipliedBy(3)));

        assertThat(reading.longest()).isLessThanOrEqualTo(policy.every());
    }

    @Property(tries = 30, shrinking = ShrinkingMode.BOUNDED)
    void norIsTheBudgetExceeded(@ForAll("copies") List<KnownCopy> copies) {
        ReadBackPolicy policy = withBudget(copies, Duration.ofDays(30), null);
        SimulatedReading reading = new SimulatedReading(policy, copies);
        long largest = copies.stream().mapToLong(KnownCopy::size).max().orElse(0);

        reading.run(START, START.plus(Duration.ofDays(60)));

        assertThat(reading.bytes()).isLessThanOrEqualTo(60 * budget(policy) + largest);
    }

    /** A random tenth of the copies each day would leave 35 % of them unread after ten days. */
    @Property(tries = 20, shrinking = ShrinkingMode.BOUNDED)
    void nothingIsReadMuchOftenerThanItHasToBe(@ForAll("copies") List<KnownCopy> copies) {
        ReadBackPolicy policy =
                new ReadBackPolicy(Duration.ofDays(30), Duration.ofDays(1), Depth.of(Level.CONTENT), null, null);
        SimulatedReading reading = new SimulatedReading(policy, copies);

        reading.run(START, START.plus(Duration.ofDays(300)));

        assertThat(reading.longest()).isLessThanOrEqualTo(policy.every());
        assertThat(reading.readings()).isLessThanOrEqualTo(copies.size() * 13);
    }

    private static long budget(ReadBackPolicy policy) {
        Long budget = policy.budget();
        return budget == null ? Long.MAX_VALUE : budget;
    }

    /** No more than they need, but for the largest of them: it is read at once or not at all. */
    private static ReadBackPolicy withBudget(List<KnownCopy> copies, Duration every, @Nullable DailyWindow between) {
        ReadBackPolicy unlimited =
                new ReadBackPolicy(every, Duration.ofDays(1), Depth.of(Level.CONTENT), between, null);
        Need need = new Need(unlimited);
        copies.forEach(need::add);
        long largest = copies.stream().mapToLong(KnownCopy::size).max().orElse(0);
        return new ReadBackPolicy(every, unlimited.newest(), unlimited.depth(), between, need.aDay() + largest);
    }

    @Provide
    Arbitrary<List<KnownCopy>> copies() {
        Arbitrary<Long> size = Arbitraries.longs().between(1, 1_000_000);
        Arbitrary<Integer> age = Arbitraries.integers().between(0, 400);
        return Combinators.combine(size, age)
                .as(Sized::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(80)
                .map(all -> IntStream.range(0, all.size())
                        .mapToObj(number -> all.get(number).copy(number))
                        .toList());
    }

    private record Sized(long size, int age) {
        KnownCopy copy(int number) {
            return new KnownCopy("exp_" + number + "@archive", size, START.minus(Duration.ofDays(age)), null, null);
        }
    }

    @Provide
    Arbitrary<DailyWindow> windows() {
        return Arbitraries.of("01:00-05:00", "22:00-02:00", "03:00-04:00")
                .map(text -> DailyWindow.parse(text, ZoneId.of("Europe/Berlin")))
                .injectNull(0.4);
    }
}
