package io.exportroutes.queue;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The durable queue of runs, on the ledger's database: an entry is a run's id and the time it is due. Each entry is worked on
 * by one worker of one node at a time and is removed when its worker returns. A node sends a heartbeat every five seconds; the
 * entries of a dead node are found by the others within half a minute, unless configured otherwise, and by its own next start
 * at once. A worker must expect a run that is settled already, as after a crash between the last write to the ledger and the
 * removal here.
 *
 * <p>Safe for use by several threads. Two live processes of one node may share a queue; two live queues of one process need
 * two node names.
 */
public final class RunQueue implements AutoCloseable {
    /** The default of the time within which other nodes take over a dead node's runs. */
    public static final Duration TAKEOVER = Duration.ofSeconds(30);

    private final QueueTable table;
    private final QueueDatabase database;
    private final QueueHolder node;
    private final QueueTiming timing;
    private @Nullable QueueWorkers work;

    /**
     * @param database the ledger's, its schema in place
     * @param nodeName the same at each start of this node, and no other node's; its first 38 characters count
     * @param takeover within this time after a node's death others have its runs; the same on each node
     */
    public RunQueue(QueueDatabase database, String nodeName, Duration takeover) {
        this(database, nodeName, QueueTiming.within(takeover));
    }

    RunQueue(QueueDatabase database, String nodeName, QueueTiming timing) {
        this.database = database;
        this.table = new QueueTable(database);
        this.node = QueueHolder.ofThisProcess(nodeName);
        this.timing = timing;
    }

    /**
     * Puts the run on the queue. A run that is there already keeps its time; if a worker has it at this moment, it is given
     * out once more afterwards, so that a replay requested just before the removal is not lost.
     *
     * @throws io.exportroutes.failure.TransientFailure if the database does not answer
     */
    public void enqueue(String runId, Instant due) {
        enqueue(runId, due, QueuePriority.FRESH);
    }

    /** As {@link #enqueue(String, Instant)}, behind every fresh run. */
    public void enqueueReplay(String runId, Instant due) {
        enqueue(runId, due, QueuePriority.REPLAY);
    }

    private void enqueue(String runId, Instant due, QueuePriority priority) {
        table.add(runId, due, priority);
        announce(due);
    }

    /**
     * As {@link #enqueue(String, Instant)} for each, as part of the transaction of this connection to the same database.
     * {@link #announce} has to follow once that is committed.
     *
     * @param dueByRun the time that each run is due, by its id
     */
    public void enqueue(Connection transaction, Map<String, Instant> dueByRun) {
        table.add(transaction, dueByRun, QueuePriority.FRESH);
    }

    /** Has free workers look for runs at once, where there is one that is due now. */
    public void announce(Instant due) {
        QueueWorkers current = current();
        if (current != null && !due.isAfter(Instant.now())) {
            current.pollNow();
        }
    }

    /**
     * Makes every entry that is due after {@code latest} due now: a clock that was ahead put it there.
     *
     * @return the number of entries
     */
    public int bringForward(Instant latest, Instant now) {
        return table.bringForward(latest, now);
    }

    /** Whether the run is on the queue, waiting or with a worker. */
    public boolean contains(String runId) {
        return table.contains(runId);
    }

    /**
     * Begins to give runs to the worker, after releasing the entries of earlier processes of this node that were killed.
     *
     * @param worker gets a run's entry. When it returns true, the entry is removed. When it throws, it gets the run again after
     *     five seconds at first and five minutes at most; when it throws during {@link #stop}, at the next start; when it
     *     throws a {@link io.exportroutes.failure.TakenOverFailure}, only if nobody else has the run
     * @param workers how many runs are worked on at once; at least 1
     */
    public synchronized void start(RunWorker worker, int workers) {
        if (work != null) {
            throw new IllegalStateException("The run queue of " + node + " is started already");
        }
        work = QueueWorkers.start(new QueueWorkers.Setup(database.dataSource(), table, node, workers, timing), worker);
    }

    /**
     * Starts no more runs, lets the workers finish within the limit, then interrupts them and gives them five seconds more.
     * Unfinished runs stay on the queue for the next start or another node. Does nothing if the queue is not started.
     */
    public void stop(Duration limit) {
        QueueWorkers stopping;
        synchronized (this) {
            stopping = work;
            work = null;
        }
        if (stopping != null) {
            stopping.stop(limit);
        }
    }

    /**
     * The run of an entry that was kept without a worker is over: removes the entry, or makes it due again if the run was
     * enqueued meanwhile.
     */
    public void finish(QueueEntry entry) {
        QueueWorkers current = current();
        if (current != null) {
            current.finish(entry);
        }
    }

    /** The run of an entry that was kept without a worker needs one again, after that time. */
    public void putBack(QueueEntry entry, Duration wait) {
        QueueWorkers current = current();
        if (current != null) {
            current.putBack(entry, wait);
        }
    }

    private synchronized @Nullable QueueWorkers current() {
        return work;
    }

    /** Stops at once. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
