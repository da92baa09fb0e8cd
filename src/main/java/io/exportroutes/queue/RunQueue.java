package io.exportroutes.queue;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
    /** The last ones take what is announced; those before them only finish what they have. */
    private final List<QueueWorkers> started = new ArrayList<>();

    private @Nullable HeldEntries held;

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
        if (!due.isAfter(Instant.now())) {
            pollNow();
        }
    }

    private void pollNow() {
        List<QueueWorkers> all = started();
        if (!all.isEmpty()) {
            all.get(all.size() - 1).pollNow();
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
     * Begins to give runs to the worker; the first time after releasing the entries of earlier processes of this node that were
     * killed. Workers that were started before go on beside these until they {@link QueueWorkers#retire retire}.
     *
     * @param worker gets a run's entry. When it returns true, the entry is removed. When it throws, it gets the run again after
     *     five seconds at first and five minutes at most; when it throws during {@link #stop}, at the next start; when it
     *     throws a {@link io.exportroutes.failure.TakenOverFailure}, only if nobody else has the run
     * @param workers how many runs are worked on at once; at least 1
     */
    public synchronized QueueWorkers start(RunWorker worker, int workers) {
        if (started.isEmpty()) {
            table.release(node, Set.of());
            held = new HeldEntries(table, timing.heartbeat());
        }
        QueueWorkers work = new QueueWorkers(
                new QueueWorkers.Setup(database.dataSource(), table, node, timing, Objects.requireNonNull(held)),
                worker,
                workers);
        work.start();
        started.add(work);
        return work;
    }

    /**
     * Ends these workers: as {@link #stop(Duration)} if they are the last ones, else without touching what others work on.
     *
     * @param limit how long they may take to finish before they are interrupted
     */
    public void stop(QueueWorkers workers, Duration limit) {
        workers.stop(limit);
        HeldEntries ended = null;
        synchronized (this) {
            if (started.remove(workers) && started.isEmpty()) {
                ended = held;
                held = null;
            }
        }
        if (ended != null) {
            ended.close();
            table.release(node, workers.working());
        }
    }

    /**
     * Starts no more runs, lets the workers finish within the limit, then interrupts them and gives them five seconds more.
     * Unfinished runs stay on the queue for the next start or another node. Does nothing if the queue is not started.
     */
    public void stop(Duration limit) {
        List<QueueWorkers> all = started();
        all.forEach(QueueWorkers::retire);
        all.forEach(workers -> stop(workers, limit));
    }

    /**
     * The run of an entry that was kept without a worker is over: removes the entry, or makes it due again if the run was
     * enqueued meanwhile.
     */
    public void finish(QueueEntry entry) {
        HeldEntries entries = held();
        if (entries == null) {
            return;
        }
        try {
            if (!table.finish(entry.runId(), entry.version())) {
                putBack(entry, Duration.ZERO);
            }
        } finally {
            entries.remove(entry); // if the table gave no answer, the entry is found by its missing heartbeat
        }
    }

    /** The run of an entry that was kept without a worker needs one again, after that time. */
    public void putBack(QueueEntry entry, Duration wait) {
        HeldEntries entries = held();
        if (entries == null) {
            return;
        }
        try {
            boolean ours =
                    table.putBack(entry.runId(), entry.version(), Instant.now().plus(wait), 0);
            if (ours && wait.isZero()) {
                pollNow();
            }
        } finally {
            entries.remove(entry);
        }
    }

    private synchronized List<QueueWorkers> started() {
        return List.copyOf(started);
    }

    private synchronized @Nullable HeldEntries held() {
        return held;
    }

    /** Stops at once. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
