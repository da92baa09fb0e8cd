package io.exportroutes.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the run queue's contract suites share: a fresh ledger on the database under test, and queues that are closed after. */
@Timeout(600)
public abstract class QueueContract {
    static final QueueTiming QUICK = new QueueTiming(
            Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofMillis(50), Duration.ofSeconds(1));
    /** Never takes an entry for dead while a test lasts. */
    static final QueueTiming PATIENT = new QueueTiming(
            Duration.ofMillis(50), Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofSeconds(1));

    static final Instant PAST = Instant.parse("2026-01-01T00:00:00Z");

    /** And how many workers each has. */
    private final Map<RunQueue, Integer> queues = new IdentityHashMap<>();

    final Queue<String> worked = new ConcurrentLinkedQueue<>();
    LedgerSource source;
    public Ledger ledger;

    public abstract LedgerSource freshSource(Path folder);

    @BeforeEach
    void open(@TempDir Path folder) {
        source = freshSource(folder);
        ledger = Ledger.open(source, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        queues.keySet().forEach(RunQueue::close);
        ledger.close();
    }

    public RunQueue queue(String node, int workers) {
        return queue(node, workers, QUICK);
    }

    public RunQueue queue(String node, int workers, QueueTiming timing) {
        RunQueue queue = new RunQueue(ledger.forQueue(), node, timing);
        queues.put(queue, workers);
        return queue;
    }

    QueueWorkers begin(RunQueue queue, RunWorker worker) {
        return queue.start(worker, Objects.requireNonNull(queues.get(queue)));
    }

    void start(RunQueue queue, Consumer<String> worker) {
        begin(queue, entry -> {
            worker.accept(entry.runId());
            return true;
        });
    }

    static void awaitEmpty(RunQueue queue, String... runIds) {
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> List.of(runIds).stream().noneMatch(queue::contains));
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(90, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException thrown) {
            throw new IllegalStateException(thrown);
        }
    }
}
