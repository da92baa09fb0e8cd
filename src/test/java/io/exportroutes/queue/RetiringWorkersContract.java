package io.exportroutes.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Workers of one queue that begin beside others, which end with what they have. */
abstract class RetiringWorkersContract extends QueueContract {
    @Test
    void workersThatRetireTakeNoMoreAndWhatTheyHaveGoesOn() throws Exception {
        RunQueue queue = queue("node", 1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        queue.enqueue("r1", PAST);
        QueueWorkers first = begin(queue, entry -> {
            begun.countDown();
            awaitQuietly(mayEnd);
            worked.add("first " + entry.runId());
            return true;
        });
        begun.await();

        start(queue, runId -> worked.add("second " + runId));
        first.retire();
        queue.enqueue("r2", PAST);
        awaitEmpty(queue, "r2");
        start(queue("other", 1), runId -> worked.add("other " + runId));
        Instant longAfterTheTakeover = Instant.now().plus(QUICK.heartbeat().multipliedBy(QueueTiming.MISSED + 4));
        await().until(() -> Instant.now().isAfter(longAfterTheTakeover));
        assertThat(first.areIdle()).isFalse();
        mayEnd.countDown();
        awaitEmpty(queue, "r1");
        await().until(first::areIdle);
        queue.stop(first, Duration.ofSeconds(5));

        assertThat(worked).containsExactly("second r2", "first r1");
    }

    @Test
    void whatGoesOnWithoutAWorkerStaysInHandWhereThoseThatTookItAreGone() {
        RunQueue queue = queue("node", 1);
        Queue<QueueEntry> goingOn = new ConcurrentLinkedQueue<>();
        queue.enqueue("r1", PAST);
        QueueWorkers first = begin(queue, entry -> !goingOn.add(entry));
        await().until(() -> goingOn.size() == 1);
        start(queue, worked::add);
        first.retire();
        queue.stop(first, Duration.ofSeconds(5));
        start(queue("other", 1), worked::add);
        Instant longAfterTheTakeover = Instant.now().plus(QUICK.heartbeat().multipliedBy(QueueTiming.MISSED + 4));
        await().until(() -> Instant.now().isAfter(longAfterTheTakeover));

        queue.finish(goingOn.element());

        awaitEmpty(queue, "r1");
        assertThat(worked).as("nobody else had it").isEmpty();
    }
}
