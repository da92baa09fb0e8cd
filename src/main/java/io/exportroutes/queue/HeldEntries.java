package io.exportroutes.queue;

import io.exportroutes.failure.TransientFailure;
import io.exportroutes.value.DaemonThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The entries that this process has, with a worker or without one: each stays its own by the heartbeats sent here. */
final class HeldEntries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeldEntries.class);

    private final QueueTable table;
    private final Set<QueueEntry> held = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService heartbeats =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("run-queue-heartbeat"));

    HeldEntries(QueueTable table, Duration heartbeat) {
        this.table = table;
        long interval = heartbeat.toMillis();
        heartbeats.scheduleWithFixedDelay(this::beat, interval, interval, TimeUnit.MILLISECONDS);
    }

    void add(QueueEntry entry) {
        held.add(entry);
    }

    boolean contains(QueueEntry entry) {
        return held.contains(entry);
    }

    void remove(QueueEntry entry) {
        held.remove(entry);
    }

    private void beat() {
        try {
            for (QueueEntry entry : held) {
                if (!table.heartbeat(entry.runId(), entry.version(), Instant.now())) {
                    LOG.debug("Run {} belongs to another worker, or is over", entry.runId());
                }
            }
        } catch (TransientFailure unreachable) {
            LOG.debug("No heartbeat: {}", unreachable.getMessage());
        }
    }

    @Override
    public void close() {
        heartbeats.shutdownNow();
    }
}
