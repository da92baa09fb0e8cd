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
 * Whether the ledger can be written, tried when somebody asks, by a thread of its own: whoever asks waits for half a second at most, also
 * where the database hangs, and however many ask, there is one write in five seconds.
 */
public final class LedgerProbe implements AutoCloseable {
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final Duration REST = Duration.ofSeconds(5);

    /** Longer than another process's write on SQLite takes, and than a moment without network. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Nodes nodes;
    private final String node;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(DaemonThreads.named("ledger-probe"));
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
        Future<Optional<String>> running = attempt;
        if (running == null || (running.isDone() && age().compareTo(REST) > 0)) {
            begunAt = System.nanoTime();
            running = thread.submit(this::write);
            attempt = running;
        }
        try {
            last = running.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException hangs) {
            if (age().compareTo(PATIENCE) > 0) {
                last = Optional.of(FailureCode.TIMEOUT.word());
            }
        } catch (ExecutionException unexpected) {
            last = Optional.of(FailureCode.UNEXPECTED.word());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return last;
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - begunAt);
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
        thread.shutdownNow();
    }
}
