package io.exportroutes.queue;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.exportroutes.failure.StopRequested;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.value.DaemonThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A started queue: db-scheduler with our workers, from {@link RunQueue#start} to {@link RunQueue#stop}. */
final class QueueWorkers {
    private static final Logger LOG = LoggerFactory.getLogger(QueueWorkers.class);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);
    private static final Duration KEEP_UNKNOWN_TASKS = Duration.ofDays(3650);
    /** Look for more as soon as one worker is free. */
    private static final double LOOK_BELOW = 0.99;

    private final Setup setup;
    private final RunWorker worker;
    private final ExecutorService pool;
    private final Scheduler scheduler;
    /** What a worker has. */
    private final Set<QueueEntry> inHand = ConcurrentHashMap.newKeySet();
    /** What is in hand, with a worker or without one. */
    private final Set<QueueEntry> kept = ConcurrentHashMap.newKeySet();

    private final ScheduledExecutorService heartbeats =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("run-queue-kept"));
    private volatile boolean stopping;

    record Setup(DataSource dataSource, QueueTable table, QueueHolder node, int workers, QueueTiming timing) {}

    private QueueWorkers(Setup setup, RunWorker worker) {
        this.setup = setup;
        this.worker = worker;
        this.pool = Executors.newFixedThreadPool(setup.workers(), DaemonThreads.named("run-worker"));
        this.scheduler = Scheduler.create(setup.dataSource(), task())
                .schedulerName(new SchedulerName.Fixed(setup.node().toString()))
                .jdbcCustomization(setup.table().dialect())
                .serializer(new NoTaskData())
                .threads(setup.workers())
                .executorService(pool)
                .dueExecutor(Executors.newSingleThreadExecutor(DaemonThreads.named("run-queue-poll")))
                .housekeeperExecutor(Executors.newScheduledThreadPool(2, DaemonThreads.named("run-queue-care")))
                .pollUsingLockAndFetch(LOOK_BELOW, 1.0)
                .enablePriority()
                .pollingInterval(setup.timing().poll())
                .heartbeatInterval(setup.timing().heartbeat())
                .missedHeartbeatsLimit(QueueTiming.MISSED)
                .deleteUnresolvedAfter(KEEP_UNKNOWN_TASKS)
                .failureLogging(LogLevel.OFF, false)
                .shutdownMaxWait(Duration.ZERO)
                .build();
    }

    static QueueWorkers start(Setup setup, RunWorker worker) {
        setup.table().release(setup.node(), Set.of());
        QueueWorkers work = new QueueWorkers(setup, worker);
        work.scheduler.start();
        long heartbeat = setup.timing().heartbeat().toMillis();
        work.heartbeats.scheduleWithFixedDelay(work::keep, heartbeat, heartbeat, TimeUnit.MILLISECONDS);
        return work;
    }

    void lookNow() {
        scheduler.triggerCheckForDueExecutions();
    }

    void stop(Duration limit) {
        stopping = true;
        scheduler.pause();
        pool.shutdown();
        if (!awaitWorkers(limit)) {
            pool.shutdownNow();
            awaitWorkers(AFTER_INTERRUPT);
        }
        scheduler.stop();
        heartbeats.shutdownNow();
        setup.table()
                .release(setup.node(), inHand.stream().map(QueueEntry::runId).collect(Collectors.toSet()));
    }

    private boolean awaitWorkers(Duration limit) {
        try {
            return pool.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException thrown) {
            // Interrupted while stopping: skip to the hard stop.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private CustomTask<Void> task() {
        return Tasks.custom(QueueTable.TASK, Void.class)
                .onFailure(this::failed)
                .onDeadExecution(this::dead)
                .execute((instance, context) -> work(handOut(context.getExecution())));
    }

    private static QueueEntry handOut(Execution entry) {
        return new QueueEntry(entry.getId(), String.valueOf(entry.pickedBy), entry.version);
    }

    private CompletionHandler<Void> work(QueueEntry handOut) {
        inHand.add(handOut);
        kept.add(handOut);
        boolean goesOn = false;
        try {
            goesOn = !worker.work(handOut);
            return goesOn ? QueueWorkers::goesOn : this::done;
        } finally {
            inHand.remove(handOut);
            if (!goesOn) {
                kept.remove(handOut);
            }
            // The removal or the return to the queue must not meet an interrupt that was meant for the worker.
            Thread.interrupted();
        }
    }

    /** Whoever ends the run's last delivery says so to {@link #finish} or {@link #putBack}. */
    private static void goesOn(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        LOG.debug("Run {} goes on without a worker", complete.getExecution().getId());
    }

    /** What is in hand without a worker lives as long as this process does. */
    private void keep() {
        try {
            for (QueueEntry handOut : kept) {
                if (!setup.table().heartbeat(handOut.runId(), handOut.version(), Instant.now())) {
                    LOG.debug("Run {} is in other hands, or over", handOut.runId());
                }
            }
        } catch (TransientFailure unreachable) {
            LOG.debug("No sign of life: {}", unreachable.getMessage());
        }
    }

    void finish(QueueEntry handOut) {
        try {
            if (!setup.table().finish(handOut.runId(), handOut.version())) {
                putBack(handOut, Duration.ZERO);
            }
        } finally {
            kept.remove(handOut); // where the table gave no answer, the entry is found without a sign of life
        }
    }

    void putBack(QueueEntry handOut, Duration wait) {
        try {
            Instant due = Instant.now().plus(wait);
            boolean ours = setup.table().putBack(handOut.runId(), handOut.version(), due, 0);
            if (ours && wait.isZero() && !stopping) {
                lookNow();
            }
        } finally {
            kept.remove(handOut);
        }
    }

    private void done(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        Execution entry = complete.getExecution();
        if (!setup.table().finish(entry.getId(), entry.version)) {
            putBack(entry, Duration.ZERO, 0);
        }
    }

    private void failed(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        Execution entry = complete.getExecution();
        if (stopping) {
            putBack(entry, Duration.ZERO, entry.consecutiveFailures);
            return;
        }
        Duration wait = setup.timing().retryAfter(entry.consecutiveFailures);
        if (complete.getCause().filter(StopRequested.class::isInstance).isPresent()) {
            // Its worker heard of the stop before this queue did.
            putBack(entry, wait, entry.consecutiveFailures);
            return;
        }
        if (complete.getCause().filter(RunPostponed.class::isInstance).isPresent()) {
            putBack(entry, notItsTurn(), entry.consecutiveFailures);
            return;
        }
        if (complete.getCause().filter(TakenOverFailure.class::isInstance).isPresent()) {
            leave(entry);
            return;
        }
        LOG.warn(
                "Run {} is handed out again in {} s, as its worker failed",
                entry.getId(),
                wait.toSeconds(),
                complete.getCause().orElse(null));
        putBack(entry, wait, entry.consecutiveFailures + 1);
    }

    /** Not the same for all: another node must have a chance to be the next that looks. */
    private Duration notItsTurn() {
        long first = setup.timing().firstRetry().toMillis();
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(first / 4, first + 1));
    }

    /** Another worker has the run, or may have it soon: free where it is still ours and the database answers, else found. */
    private void leave(Execution entry) {
        try {
            setup.table()
                    .putBack(
                            entry.getId(),
                            entry.version,
                            Instant.now().plus(setup.timing().retryAfter(0)),
                            entry.consecutiveFailures);
        } catch (TransientFailure unreachable) {
            LOG.warn("Run {} stays on the queue: {}", entry.getId(), unreachable.getMessage());
        }
    }

    /** Found without a sign of life. After this machine slept, that may be one that our own worker still has in hand. */
    private void dead(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        Execution entry = complete.getExecution();
        if (!kept.contains(handOut(entry))) {
            LOG.warn("Run {} goes on here or elsewhere, as {} gave no sign of life", entry.getId(), entry.pickedBy);
            putBack(entry, Duration.ZERO, entry.consecutiveFailures);
        }
    }

    private void putBack(Execution entry, Duration wait, int failures) {
        if (!setup.table().putBack(entry.getId(), entry.version, Instant.now().plus(wait), failures)) {
            LOG.warn("Run {} was taken over by another node, which gave this one up for dead", entry.getId());
        }
        if (wait.isZero() && !stopping) {
            lookNow();
        }
    }
}
