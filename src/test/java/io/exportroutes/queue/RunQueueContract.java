package io.exportroutes.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class RunQueueContract extends QueueContract {
    @Test
    void anEntryIsWorkedOnOnceAndRemoved() {
        RunQueue queue = queue("node", 2);
        queue.enqueue("r1", PAST);
        queue.enqueue("r1", PAST);
        assertThat(queue.contains("r1")).isTrue();

        start(queue, worked::add);
        queue.enqueue("r2", Instant.now());

        awaitEmpty(queue, "r1", "r2");
        assertThat(worked).containsExactlyInAnyOrder("r1", "r2");
    }

    @Test
    void whatIsDueLaterWaits() {
        RunQueue queue = queue("node", 1);
        queue.enqueue("later", Instant.now().plusSeconds(3600));
        queue.enqueue("soon", Instant.now().plusMillis(400));
        start(queue, worked::add);

        awaitEmpty(queue, "soon");

        assertThat(worked).containsExactly("soon");
        assertThat(queue.contains("later")).isTrue();
    }

    @Test
    void whatAClockThatWasAheadPutOffIsDueNow() {
        RunQueue queue = queue("node", 1);
        queue.enqueue("ahead", Instant.now().plusSeconds(36_000));
        queue.enqueue("later", Instant.now().plusSeconds(3_600));
        start(queue, worked::add);

        assertThat(queue.bringForward(Instant.now().plusSeconds(7_200), Instant.now()))
                .isEqualTo(1);

        awaitEmpty(queue, "ahead");
        assertThat(queue.contains("later")).isTrue();
    }

    @Test
    void whatIsDueFirstIsFirst() {
        RunQueue queue = queue("node", 1);
        queue.enqueue("r3", PAST.plusSeconds(3));
        queue.enqueue("r1", PAST.plusSeconds(1));
        queue.enqueue("r2", PAST.plusSeconds(2));

        start(queue, worked::add);

        awaitEmpty(queue, "r1", "r2", "r3");
        assertThat(worked).containsExactly("r1", "r2", "r3");
    }

    /** Issue 8, point 7. */
    @Test
    void replaysStandBehindWhateverElseIsDue() {
        RunQueue queue = queue("node", 1);
        queue.enqueueReplay("replay", PAST);
        queue.enqueue("fresh2", PAST.plusSeconds(2));
        queue.enqueue("fresh1", PAST.plusSeconds(1));

        start(queue, worked::add);

        awaitEmpty(queue, "replay", "fresh1", "fresh2");
        assertThat(worked).containsExactly("fresh1", "fresh2", "replay");
    }

    /** Issue 8, point 7. */
    @Test
    void whatGoesOnWithoutAWorkerLeavesItsWorkerToOthersAndStaysInHand() {
        RunQueue queue = queue("node", 1);
        RunQueue other = queue("other", 1);
        Queue<QueueEntry> goingOn = new ConcurrentLinkedQueue<>();
        List.of("r1", "r2").forEach(id -> queue.enqueue(id, PAST));
        begin(queue, entry -> {
            goingOn.add(entry);
            return false;
        });
        await().until(() -> goingOn.size() == 2);
        start(other, worked::add);
        Instant longAfterTheTakeover = Instant.now().plus(QUICK.heartbeat().multipliedBy(QueueTiming.MISSED + 4));
        await().until(() -> Instant.now().isAfter(longAfterTheTakeover));

        goingOn.forEach(queue::finish);

        awaitEmpty(queue, "r1", "r2");
        assertThat(worked).as("nobody else had it").isEmpty();
        assertThat(goingOn).hasSize(2);
    }

    /** Issue 8, point 7. */
    @Test
    void aReplayAskedWhileARunGoesOnWithoutAWorkerIsNotLost() {
        RunQueue queue = queue("node", 1);
        Queue<QueueEntry> goingOn = new ConcurrentLinkedQueue<>();
        queue.enqueue("r1", PAST);
        begin(queue, entry -> {
            goingOn.add(entry);
            return goingOn.size() > 1;
        });
        await().until(() -> goingOn.size() == 1);
        queue.enqueueReplay("r1", Instant.now());

        queue.finish(goingOn.element());

        awaitEmpty(queue, "r1");
        assertThat(goingOn).hasSize(2);
    }

    /** Issue 8, point 7. */
    @Test
    void whatGoesOnWithoutAWorkerIsFreeOnceItsQueueStops() {
        RunQueue queue = queue("node", 1);
        Queue<QueueEntry> goingOn = new ConcurrentLinkedQueue<>();
        queue.enqueue("r1", PAST);
        begin(queue, entry -> !goingOn.add(entry));
        await().until(() -> goingOn.size() == 1);

        queue.stop(Duration.ofSeconds(5));
        start(queue("other", 1, PATIENT), worked::add);

        awaitEmpty(queue, "r1");
        assertThat(worked).containsExactly("r1");
    }

    @Test
    void noMoreRunAtOnceThanThereAreWorkers() {
        RunQueue queue = queue("node", 2);
        ids(20).forEach(id -> queue.enqueue(id, PAST));
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        start(queue, runId -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            await().until(() -> most.get() > 1); // the first ones stay, so that all come in whom nobody holds back
            worked.add(runId);
            now.decrementAndGet();
        });

        await().until(() -> worked.size() == 20);
        assertThat(most).hasValue(2);
    }

    @Test
    void anEntryWhoseWorkerThrowsComesBack() {
        RunQueue queue = queue("node", 1);
        AtomicInteger tries = new AtomicInteger();
        queue.enqueue("r1", PAST);

        start(queue, runId -> {
            if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("planned");
            }
        });

        awaitEmpty(queue, "r1");
        assertThat(tries).hasValue(3);
    }

    @Test
    void aReplayAskedWhileTheWorkerEndsIsNotLost() {
        RunQueue queue = queue("node", 1);
        queue.enqueue("r1", PAST);

        start(queue, runId -> {
            worked.add(runId);
            if (worked.size() == 1) {
                queue.enqueue(runId, Instant.now());
            }
        });

        awaitEmpty(queue, "r1");
        assertThat(worked).containsExactly("r1", "r1");
    }

    @Test
    void aStopLetsWorkersFinishAndBeginsNoOther() throws Exception {
        RunQueue queue = queue("node", 1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        queue.enqueue("r1", PAST);
        queue.enqueue("r2", PAST.plusSeconds(1));
        start(queue, runId -> {
            begun.countDown();
            awaitQuietly(mayEnd);
            worked.add(runId);
        });
        begun.await();

        Thread stop = new Thread(() -> queue.stop(Duration.ofSeconds(90)));
        stop.start();
        await().until(() -> stop.getState() == Thread.State.TIMED_WAITING);
        mayEnd.countDown();
        stop.join();

        assertThat(worked).containsExactly("r1");
        assertThat(queue.contains("r1")).isFalse();
        assertThat(queue.contains("r2")).isTrue();
    }

    @Test
    void aWorkerPastTheLimitIsInterruptedAndItsRunGoesOnAtTheNextStart() throws Exception {
        RunQueue queue = queue("node", 1);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        queue.enqueue("r1", PAST);
        start(queue, runId -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException thrown) {
                interrupted.set(true);
                throw new IllegalStateException("stopped", thrown);
            }
        });
        begun.await();

        queue.stop(Duration.ofMillis(100));

        await().untilTrue(interrupted);
        assertThat(queue.contains("r1")).isTrue();
        start(queue, worked::add);
        awaitEmpty(queue, "r1");
        assertThat(worked).containsExactly("r1");
    }

    @Test
    void twoQueuesShareTheWorkAndNoRunIsWorkedOnTwice() {
        Queue<String> byFirst = new ConcurrentLinkedQueue<>();
        Queue<String> bySecond = new ConcurrentLinkedQueue<>();
        CountDownLatch firstBegan = new CountDownLatch(1);
        CountDownLatch secondBegan = new CountDownLatch(1);
        RunQueue first = queue("first", 2, PATIENT);
        RunQueue second = queue("second", 2, PATIENT);
        ids(200).forEach(id -> first.enqueue(id, PAST));

        start(first, runId -> share(byFirst, runId, firstBegan, secondBegan));
        start(second, runId -> share(bySecond, runId, secondBegan, firstBegan));

        await().until(() -> byFirst.size() + bySecond.size() >= 200);
        await().until(() -> ids(200).stream().noneMatch(first::contains));
        assertThat(byFirst).isNotEmpty();
        assertThat(bySecond).isNotEmpty();
        byFirst.addAll(bySecond);
        assertThat(byFirst).containsExactlyInAnyOrderElementsOf(ids(200));
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(index -> "r" + index).toList();
    }

    /** No run of a queue goes on before the other queue has one too, so that neither can empty the table alone. */
    private static void share(Queue<String> mine, String runId, CountDownLatch began, CountDownLatch otherBegan) {
        mine.add(runId);
        began.countDown();
        awaitQuietly(otherBegan);
    }
}
