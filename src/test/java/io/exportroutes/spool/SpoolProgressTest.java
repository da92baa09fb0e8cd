package io.exportroutes.spool;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stall time, by a clock that only the test moves. */
@Timeout(180)
class SpoolProgressTest {
    private static final Duration STALL = Duration.ofMillis(500);

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final SpoolProgress progression = new SpoolProgress("exp_1", STALL, SpoolFile.Found.NOTHING, this::look);

    @Test
    void nobodyStallsWhileTheWriterIsAlive() throws Exception {
        InBackground<?> waiting = waiting();
        for (int sign = 0; sign < 10; sign++) {
            waiting.awaitItWaits();
            int before = looks.get();
            pass(STALL.multipliedBy(3).dividedBy(5));
            progression.touch();
            // One look is the writer's own: the others are of whoever waits and was woken, by it or by the time.
            Awaitility.await().until(() -> waiting.isDone() || looks.get() > before + 1);
            waiting.awaitItWaits();
        }

        pass(STALL);

        assertThatThrownBy(waiting::get).cause().isInstanceOf(IOException.class).hasMessageContaining("exp_1");
    }

    /** Its own time of day is not the writer's: it waits that long itself before it gives up. */
    @Test
    void whoComesToAQuietFileWaitsThatLongToo() throws Exception {
        pass(STALL.multipliedBy(100));
        InBackground<?> waiting = waiting();
        waiting.awaitItWaits();

        pass(STALL.dividedBy(2));
        waiting.awaitItWaits();
        pass(STALL.dividedBy(2));

        assertThatThrownBy(waiting::get).cause().hasMessageContaining("No byte of export exp_1");
    }

    private long look() {
        looks.incrementAndGet();
        return now.get();
    }

    private InBackground<?> waiting() {
        return InBackground.start(() -> Optional.ofNullable(progression.awaitVerified(Long.MAX_VALUE)));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
