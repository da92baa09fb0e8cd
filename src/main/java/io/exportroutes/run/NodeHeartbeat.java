package io.exportroutes.run;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.value.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node does besides its runs where it shares the ledger: it says that it is alive, asks whether its runs are still its
 * own, and stops working on them where it gets no answer.
 */
public final class NodeHeartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeHeartbeat.class);
    /** One may hang in a database that does not answer, while the other goes on. */
    private static final int THREADS = 2;

    private static final Duration NODE_IS_GONE = Duration.ofDays(30);

    private static final Duration LOOK_AT_LEASE = Duration.ofMillis(500);

    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(THREADS, DaemonThreads.named("watch"));
    private final AtomicBoolean silent = new AtomicBoolean();

    private final RunServices services;

    /** @param takeover within this time the runs of a dead node are in others' hands */
    public NodeHeartbeat(RunServices services, Duration takeover) {
        this.services = services;
        services.ledger().nodes().forget(NODE_IS_GONE);
        services.ledger().nodes().seen(services.node());
        every(takeover.dividedBy(6), this::look);
        every(LOOK_AT_LEASE, services.holds()::expire);
    }

    private void every(Duration time, Runnable work) {
        threads.scheduleWithFixedDelay(work, time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A failure must not end the watch; it is told once, until there is an answer. */
    private void look() {
        try {
            services.holds().look();
            services.ledger().nodes().seen(services.node());
            if (silent.getAndSet(false)) {
                LOG.warn("The ledger answers again");
            }
        } catch (ExportFailure e) {
            if (!silent.getAndSet(true)) {
                LOG.warn("The ledger does not answer: {} {}", e.getMessage(), e.hint());
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            services.ledger().nodes().gone(services.node());
        } catch (ExportFailure e) {
            LOG.debug("The others find out by themselves that this node stops: {}", e.getMessage());
        }
    }
}
