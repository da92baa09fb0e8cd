package io.exportroutes.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueueTimingTest {
    @Test
    void theWaitDoublesUpToTheLongest() {
        assertThat(QueueTiming.DEFAULT.retryAfter(0)).hasSeconds(5);
        assertThat(QueueTiming.DEFAULT.retryAfter(1)).hasSeconds(10);
        assertThat(QueueTiming.DEFAULT.retryAfter(6)).hasMinutes(5);
        assertThat(QueueTiming.DEFAULT.retryAfter(1_000)).hasMinutes(5);
    }

    /** A dead entry is at most so old when it is found: the missed signs of life, and two more for the next look. */
    @Test
    void aDeadNodeIsFoundWithinHalfAMinute() {
        Duration found = QueueTiming.DEFAULT.heartbeat().multipliedBy(QueueTiming.MISSED + 2);

        assertThat(found).isLessThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(QueueTiming.DEFAULT.poll()).hasSeconds(1);
    }
}
