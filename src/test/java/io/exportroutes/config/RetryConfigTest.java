package io.exportroutes.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** How the wait grows where the program itself computes it: at the API's gate, and near a run's deadline. */
class RetryConfigTest {
    @Example
    void theWaitDoublesUntilItIsTheLongest() {
        RetryConfig retry = new RetryConfig(9, Duration.ofSeconds(2), 2, Duration.ofMinutes(1));

        assertThat(IntStream.rangeClosed(1, 8).mapToObj(retry::delay))
                .containsExactly(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(16),
                        Duration.ofSeconds(32),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60));
    }

    @Property
    void eachWaitIsTheLastOneTimesTheMultiplierAndNeverLongerThanTheLongest(
            @ForAll @LongRange(min = 1, max = 3_600_000) long initial,
            @ForAll @DoubleRange(min = 1, max = 10) double multiplier,
            @ForAll @LongRange(min = 1, max = 86_400_000) long longest,
            @ForAll @IntRange(min = 1, max = 40) int failures) {
        RetryConfig retry = new RetryConfig(50, Duration.ofMillis(initial), multiplier, Duration.ofMillis(longest));
        long wait = retry.delay(failures).toMillis();
        long next = retry.delay(failures + 1).toMillis();

        assertThat(retry.delay(1)).isEqualTo(Duration.ofMillis(Math.min(initial, longest)));
        // A wait is cut to whole milliseconds, by less than one, which the multiplier then makes more of. In floating
        // point 35
        // times 1.4 is a little less than 49.
        double rounding = 0.001;
        assertThat((double) next)
                .isGreaterThan(Math.min(longest, wait * multiplier) - 1 - rounding)
                .isLessThan(Math.min(longest, (wait + 1) * multiplier) + rounding);
    }

    @Property
    void noNumberOfFailuresMakesItLongerOrShorterThanTheLongest(@ForAll @IntRange(min = 30) int failures) {
        RetryConfig retry = new RetryConfig(5, Duration.ofSeconds(1), 2, Duration.ofMinutes(10));

        assertThat(retry.delay(failures)).isEqualTo(Duration.ofMinutes(10));
    }
}
