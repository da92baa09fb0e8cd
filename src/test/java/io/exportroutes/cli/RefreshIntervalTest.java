package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefreshIntervalTest {
    /** Whatever the clock counts from, as before it turns negative. */
    private static final long START = Long.MAX_VALUE - 1_000;

    @ParameterizedTest
    @CsvSource({
        "true,  1,   100",
        "true,  5,   100",
        "true,  30,  600",
        "true,  100, 2000",
        "true,  500, 2000",
        "false, 1,   5000",
        "false, 500, 10000"
    })
    void theNextViewWaitsTwentyTimesAsLongAsTheLastOneTookWithinLimits(boolean seen, int took, int pause) {
        RefreshInterval pace = new RefreshInterval(seen, START);
        long end = START + nanos(took);

        assertThat(pace.isDue(START)).isTrue();
        pace.viewed(START, end);

        assertThat(pace.isDue(end + nanos(pause) - 1)).isFalse();
        assertThat(pace.isDue(end + nanos(pause))).isTrue();
    }

    private static long nanos(int millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
