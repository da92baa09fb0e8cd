package io.exportroutes.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueueTimingTest {
    @Test
    void theWaitDoublesUpToTheLongest() {
        assertThat(QueueTiming.within(RunQueue.TAKEOVER).retryAfter(0)).hasSeconds(5);
        assertThat(QueueTiming.within(RunQueue.TAKEOVER).retryAfter(1)).hasSeconds(10);
        assertThat(QueueTiming.within(RunQueue.TAKEOVER).retryAfter(6)).hasMinutes(5);
        assertThat(QueueTiming.within(RunQueue.TAKEOVER).retryAfter(1_000)).hasMinutes(5);
    }

    /** As docs/cluster.md says. That the entries of a dead node are found in time is seen by {@code ClusterTest}. */
    @Test
    void sixSignsOfLifeFitIntoTheTakeoverAndFourMayBeMissed() {
        assertThat(QueueTiming.within(RunQueue.TAKEOVER).heartbeat())
                .as("of 30 s")
                .hasSeconds(5);
        assertThat(QueueTiming.within(Duration.ofSeconds(6)).heartbeat()).hasSeconds(1);
        assertThat(QueueTiming.MISSED).isEqualTo(4);
        assertThat(QueueTiming.within(RunQueue.TAKEOVER).poll()).hasSeconds(1);
    }
}
