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
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Workers that take runs from a queue, by db-scheduler, from {@link RunQueue#start} until they are stopped. */
public final class QueueWorkers {
    private static final Logger LOG = LoggerFactory.getLogger(QueueWorkers.class);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);
    private static final Duration KEEP_UNKNOWN_TASKS = Duration.ofDays(3650);
    /** Poll for more as soon as one worker is free. */
    private static final double POLL_BELOW = 0.99;

    private final Setup setup;
    private final RunWorker worker;
    private final ThreadPoolExecutor pool;
    private final Scheduler scheduler;
    /** The entries that a worker has. */
    private final Set<QueueEntry> working = ConcurrentHashMap.newKeySet();

    private volatile boolean stopping;

    /** @param held those of the whole process, whoever works on them */
    record Setup(DataSource dataSource, QueueTable table, QueueHolder node, QueueTiming timing, HeldEntries held) {}

    QueueWorkers(Setup setup, RunWorker worker, int workers) {
        this.setup = setup;
        this.worker = worker;
        this.pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(workers, DaemonThreads.named("run-worker"));
        this.scheduler = Scheduler.create(setup.dataSource(), task())
                .schedulerName(new SchedulerName.Fixed(setup.node().toString()))
                .jdbcCustomization(setup.table().dialect())
                .serializer(new NoTaskData())
                .threads(workers)
                .executorService(pool)
                .dueExecutor(Executors.newSingleThreadExecutor(DaemonThreads.named("run-queue-poll")))
                .housekeeperExecutor(Executors.newScheduledThreadPool(2, DaemonThreads.named("run-queue-housekeeping")))
                .pollUsingLockAndFetch(POLL_BELOW, 1.0)
                .enablePriority()
                .pollingInterval(setup.timing().poll())
                .heartbeatInterval(setup.timing().heartbeat())
                .missedHeartbeatsLimit(QueueTiming.MISSED)
                .deleteUnresolvedAfter(KEEP_UNKNOWN_TASKS)
                .failureLogging(LogLevel.OFF, false)
                .shutdownMaxWait(Duration.ZERO)
                .build();
    }

    void start() {
        scheduler.start();
    }

    void pollNow() {
        if (!stopping) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    /** Takes no more runs from the queue; those in hand go on. */
    public void retire() {
        scheduler.pause();
    }

    /** Whether no worker has a run, or is about to have one. */
    public boolean areIdle() {
        return working.isEmpty()
                && pool.getActiveCount() == 0
                && pool.getQueue().isEmpty();
    }

    /** @param limit how long workers may take to finish before they are interrupted */
    synchronized void stop(Duration limit) {
        if (stopping) {
            return;
        }
        stopping = true;
        scheduler.pause();
        pool.shutdown();
        if (!awaitWorkers(limit)) {
            pool.shutdownNow();
            awaitWorkers(AFTER_INTERRUPT);
        }
        scheduler.stop();
    }

    /** The runs that a worker has, which no interrupt has ended. */
    Set<String> working() {
        return working.stream().map(QueueEntry::runId).collect(Collectors.toSet());
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
                .execute((instance, context) -> work(entryOf(context.getExecution())));
    }

    private static QueueEntry entryOf(Execution execution) {
        return new QueueEntry(execution.getId(), String.valueOf(execution.pickedBy), execution.version);
    }

    private CompletionHandler<Void> work(QueueEntry entry) {
        working.add(entry);
        setup.held().add(entry);
        boolean keepsEntry = false;
        try {
            keepsEntry = !worker.work(entry);
            return keepsEntry ? QueueWorkers::keepsEntry : this::done;
        } finally {
            working.remove(entry);
            if (!keepsEntry) {
                setup.held().remove(entry);
            }
            // The removal or the return to the queue must not meet an interrupt that was meant for the worker.
            Thread.interrupted();
        }
    }

    /** The thread that ends the run's last delivery calls {@link RunQueue#finish} or {@link RunQueue#putBack}. */
    private static void keepsEntry(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        LOG.debug("Run {} continues without a worker", complete.getExecution().getId());
    }

    private void done(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        Execution execution = complete.getExecution();
        if (!setup.table().finish(execution.getId(), execution.version)) {
            putBack(execution, Duration.ZERO, 0);
        }
    }

    private void failed(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        Execution execution = complete.getExecution();
        if (stopping) {
            putBack(execution, Duration.ZERO, execution.consecutiveFailures);
            return;
        }
        Duration wait = setup.timing().retryAfter(execution.consecutiveFailures);
        if (complete.getCause().filter(StopRequested.class::isInstance).isPresent()) {
            // Its worker saw the shutdown signal before this queue was stopped.
            putBack(execution, wait, execution.consecutiveFailures);
            return;
        }
        if (complete.getCause().filter(RunPostponed.class::isInstance).isPresent()) {
            putBack(execution, untilItsTurn(), execution.consecutiveFailures);
            return;
        }
        if (complete.getCause().filter(TakenOverFailure.class::isInstance).isPresent()) {
            leave(execution);
            return;
        }
        LOG.warn(
                "Run {} starts again in {} s, because its worker failed",
                execution.getId(),
                wait.toSeconds(),
                complete.getCause().orElse(null));
        putBack(execution, wait, execution.consecutiveFailures + 1);
    }

    /** Random: another node must have a chance to poll next. */
    private Duration untilItsTurn() {
        long first = setup.timing().firstRetry().toMillis();
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(first / 4, first + 1));
    }

    /** Another worker has the run, or may have it soon: frees the entry if it is still ours; if the database fails, others find it. */
    private void leave(Execution execution) {
        try {
            setup.table()
                    .putBack(
                            execution.getId(),
                            execution.version,
                            Instant.now().plus(setup.timing().retryAfter(0)),
                            execution.consecutiveFailures);
        } catch (TransientFailure unreachable) {
            LOG.warn("Run {} stays on the queue: {}", execution.getId(), unreachable.getMessage());
        }
    }

    /** An entry without a heartbeat. After this machine slept, our own worker may still have it. */
    private void dead(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        Execution execution = complete.getExecution();
        if (!setup.held().contains(entryOf(execution))) {
            LOG.warn(
                    "Run {} continues here or on another node, because {} sent no heartbeat",
                    execution.getId(),
                    execution.pickedBy);
            putBack(execution, Duration.ZERO, execution.consecutiveFailures);
        }
    }

    private void putBack(Execution execution, Duration wait, int failures) {
        if (!setup.table()
                .putBack(execution.getId(), execution.version, Instant.now().plus(wait), failures)) {
            LOG.warn("Run {} was taken over by another node, which considered this one dead", execution.getId());
        }
        if (wait.isZero()) {
            pollNow();
        }
    }
}
