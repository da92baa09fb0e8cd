package io.exportroutes.queue;

import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The durable queue of runs, on the ledger's database: an entry is a run's id and the time it is due. Each entry is worked on
 * by one worker of one node at a time and is removed when its worker returns. A node gives a sign of life every five seconds;
 * what a dead one had in hand is found by the others within half a minute, unless told otherwise, and by its own next start
 * at once. A worker must
 * expect a run that is settled already, as after a crash between the last word in the ledger and the removal here.
 *
 * <p>Safe for use by several threads. Two live processes of one node may share a queue; two live queues of one process need
 * two node names.
 */
public final class RunQueue implements AutoCloseable {
    /** Where nothing else is said. */
    public static final Duration TAKEOVER = Duration.ofSeconds(30);

    private final QueueTable table;
    private final DataSource dataSource;
    private final QueueHolder node;
    private final QueueTiming timing;
    private @Nullable QueueWorkers work;

    /**
     * @param dataSource the ledger's database, its schema in place
     * @param nodeName the same at each start of this node, and no other node's; its first 38 characters count
     * @param takeover how long after its end a node's runs are in others' hands at the latest; the same on each node
     */
    public RunQueue(DataSource dataSource, String nodeName, Duration takeover) {
        this(dataSource, nodeName, QueueTiming.within(takeover));
    }

    RunQueue(DataSource dataSource, String nodeName, QueueTiming timing) {
        this.dataSource = dataSource;
        this.table = new QueueTable(dataSource);
        this.node = QueueHolder.ofThisProcess(nodeName);
        this.timing = timing;
    }

    /**
     * Puts the run on the queue. Where it is there already it keeps its time; where a worker has it in hand at this moment,
     * it is handed out once more afterwards, so that a replay asked just before the removal is not lost.
     *
     * @throws io.exportroutes.failure.TransientFailure where the database does not answer
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
        QueueWorkers current = current();
        if (current != null && !due.isAfter(Instant.now())) {
            current.lookNow();
        }
    }

    /**
     * Makes what is due after a time that nobody waits for due now: a clock that was ahead put it there.
     *
     * @return how many runs it was
     */
    public int bringForward(Instant latest, Instant now) {
        return table.bringForward(latest, now);
    }

    /** Whether the run is on the queue, waiting or in some worker's hands. */
    public boolean holds(String runId) {
        return table.holds(runId);
    }

    /**
     * Begins to hand out runs, after releasing what a process of this node that stopped hard still holds.
     *
     * @param worker gets a run's entry. When it returns true, the entry is removed. When it throws, the run is handed out again after
     *     a while, five seconds at first and five minutes at most; when it throws during {@link #stop}, at the next start;
     *     when it throws a {@link io.exportroutes.failure.TakenOverFailure}, only if nobody else has it
     * @param workers how many runs are worked on at once; at least 1
     */
    public synchronized void start(RunWorker worker, int workers) {
        if (work != null) {
            throw new IllegalStateException("The run queue of " + node + " is started already");
        }
        work = QueueWorkers.start(new QueueWorkers.Setup(dataSource, table, node, workers, timing), worker);
    }

    /**
     * Hands out no more runs, lets the workers go on up to the limit, then interrupts them and gives them five seconds more.
     * What is left stays on the queue for the next start or another node. Nothing happens where it is not started.
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
     * The run whose entry stayed in hand without a worker is over: its entry goes, or is handed out once more where that was
     * asked for meanwhile.
     */
    public void finish(QueueEntry handOut) {
        QueueWorkers current = current();
        if (current != null) {
            current.finish(handOut);
        }
    }

    /** The run whose entry stayed in hand without a worker needs one again, after that time. */
    public void putBack(QueueEntry handOut, Duration wait) {
        QueueWorkers current = current();
        if (current != null) {
            current.putBack(handOut, wait);
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
