package io.exportroutes.run;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.ledger.Nodes;
import io.exportroutes.value.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heartbeat of a node that shares its ledger: it records that the node is alive, checks that its runs are still its own,
 * and stops work on them if the ledger does not answer.
 */
public final class NodeHeartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeHeartbeat.class);
    /** One may hang in a database that does not answer; the other still checks the lease. */
    private static final int THREADS = 2;

    private static final Duration NODE_IS_GONE = Duration.ofDays(30);

    private static final Duration LEASE_CHECK = Duration.ofMillis(500);

    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(THREADS, DaemonThreads.named("watch"));
    private final AtomicBoolean silent = new AtomicBoolean();

    private final Nodes nodes;
    private final OwnedRuns ownedRuns;
    private final String node;

    /**
     * @param node this one's name
     * @param takeover within this time other nodes take over a dead node's runs
     */
    public NodeHeartbeat(Nodes nodes, OwnedRuns ownedRuns, String node, Duration takeover) {
        this.nodes = nodes;
        this.ownedRuns = ownedRuns;
        this.node = node;
        nodes.forget(NODE_IS_GONE);
        nodes.seen(node);
        every(takeover.dividedBy(6), this::beat);
        every(LEASE_CHECK, ownedRuns::expire);
    }

    private void every(Duration time, Runnable work) {
        threads.scheduleWithFixedDelay(work, time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A failure must not end the heartbeat; it is logged once, until the ledger answers again. */
    private void beat() {
        try {
            ownedRuns.renewLease();
            nodes.seen(node);
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
            nodes.gone(node);
        } catch (ExportFailure e) {
            LOG.debug("The other nodes notice from the missing heartbeat that this node stops: {}", e.getMessage());
        }
    }
}
