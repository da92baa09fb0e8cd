package io.exportroutes.run;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.ledger.Nodes;
import io.exportroutes.value.DaemonThreads;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the ledger can be written, tried when somebody asks, by a thread of its own. Who makes it try waits for half a second at most,
 * also where the database hangs, and everybody else not at all; however many ask, there is one write in five seconds.
 */
public final class LedgerProbe implements AutoCloseable {
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final Duration REST = Duration.ofSeconds(5);

    /** Longer than another process's write on SQLite takes, and than a moment without network. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A write whose answer was lost hangs for a minute, until the driver gives it up; meanwhile others try anew. */
    private static final int THREADS = 4;

    private final Nodes nodes;
    private final String node;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, DaemonThreads.named("ledger-probe"));
    private @Nullable Future<Optional<String>> attempt;
    private long begunAt;
    private Optional<String> last = Optional.empty();

    /** @param node this one's name */
    public LedgerProbe(Nodes nodes, String node) {
        this.nodes = nodes;
        this.node = node;
    }

    /** The code of the failure for which it cannot be written; empty if it can. */
    public synchronized Optional<String> failure() {
        Future<Optional<String>> current = attempt;
        if (current == null || age().compareTo(current.isDone() ? REST : PATIENCE) > 0) {
            if (current != null && !current.isDone()) {
                current.cancel(false);
                last = Optional.of(FailureCode.TIMEOUT.word());
            }
            last = result(begin(), WAIT);
        } else {
            last = result(current, Duration.ZERO);
        }
        return last;
    }

    private Future<Optional<String>> begin() {
        Future<Optional<String>> begun = threads.submit(this::write);
        attempt = begun;
        begunAt = System.nanoTime();
        return begun;
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - begunAt);
    }

    /** What was last known where there is none by then. */
    private Optional<String> result(Future<Optional<String>> write, Duration wait) {
        try {
            return write.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException underWay) {
            return last;
        } catch (ExecutionException unexpected) {
            return Optional.of(FailureCode.UNEXPECTED.word());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return last;
        }
    }

    private Optional<String> write() {
        try {
            nodes.seen(node);
            return Optional.empty();
        } catch (ExportFailure e) {
            return Optional.of(e.code());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
