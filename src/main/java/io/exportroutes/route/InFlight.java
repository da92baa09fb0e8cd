package io.exportroutes.route;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The deliveries of this process that are on their way, by run: a run is settled only when it has none left. A delivery waits
 * in its destination's queue, then begins, then is over.
 */
public final class InFlight {
    /**
     * So many deliveries wait for one destination, each of some 5 KB; what is beyond stays PENDING in the ledger until there is
     * room.
     */
    static final int LONGEST_QUEUE = 2_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Set<String>> deliveriesByRun = new HashMap<>();
    private final Map<String, Integer> waitingByDestination = new HashMap<>();
    private final Set<String> sending = new HashSet<>();
    private final int longestQueue;
    private volatile Consumer<String> lastIsOver = runId -> {};

    public InFlight() {
        this(LONGEST_QUEUE);
    }

    InFlight(int longestQueue) {
        this.longestQueue = longestQueue;
    }

    /** Who hears of the run whose last delivery is over, in the thread that ended it. */
    void onLast(Consumer<String> listener) {
        lastIsOver = listener;
    }

    /** Whether the delivery may be put on its destination's queue: not on its way already, and there is room. */
    boolean queued(String runId, String deliveryId) {
        lock.lock();
        try {
            int waiting = waitingByDestination.getOrDefault(destination(deliveryId), 0);
            if (waiting >= longestQueue) {
                return false;
            }
            boolean added = deliveriesByRun
                    .computeIfAbsent(runId, id -> new HashSet<>())
                    .add(deliveryId);
            if (added) {
                waitingByDestination.merge(destination(deliveryId), 1, Integer::sum);
            }
            return added;
        } finally {
            lock.unlock();
        }
    }

    /** The delivery leaves its queue and begins; false where it is not on its way any more, and so must not. */
    boolean begun(String runId, String deliveryId) {
        lock.lock();
        try {
            return deliveriesByRun.getOrDefault(runId, Set.of()).contains(deliveryId) && begin(deliveryId);
        } finally {
            lock.unlock();
        }
    }

    private boolean begin(String deliveryId) {
        if (sending.add(deliveryId)) {
            waitingByDestination.merge(destination(deliveryId), -1, Integer::sum);
        }
        return true;
    }

    /** Takes a delivery that has not begun off its queue; false where it has begun, and so ends by itself. */
    boolean withdrawn(String runId, String deliveryId) {
        lock.lock();
        try {
            return !sending.contains(deliveryId) && remove(runId, deliveryId);
        } finally {
            lock.unlock();
        }
    }

    /** A delivery is over, whichever way. */
    void over(String runId, String deliveryId) {
        boolean last;
        lock.lock();
        try {
            last = remove(runId, deliveryId) && !deliveriesByRun.containsKey(runId);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last) {
            lastIsOver.accept(runId);
        }
    }

    private boolean remove(String runId, String deliveryId) {
        Set<String> deliveries = deliveriesByRun.get(runId);
        if (deliveries == null || !deliveries.remove(deliveryId)) {
            return false;
        }
        if (!sending.remove(deliveryId)) {
            waitingByDestination.merge(destination(deliveryId), -1, Integer::sum);
        }
        if (deliveries.isEmpty()) {
            deliveriesByRun.remove(runId);
        }
        return true;
    }

    private static String destination(String deliveryId) {
        return deliveryId.substring(deliveryId.lastIndexOf('@') + 1);
    }

    /** Whether the delivery is on its way. */
    boolean has(String runId, String deliveryId) {
        lock.lock();
        try {
            return deliveriesByRun.getOrDefault(runId, Set.of()).contains(deliveryId);
        } finally {
            lock.unlock();
        }
    }

    /** Whether any delivery of the run is on its way. */
    boolean has(String runId) {
        lock.lock();
        try {
            return deliveriesByRun.containsKey(runId);
        } finally {
            lock.unlock();
        }
    }

    /** How many deliveries have begun and are not over. */
    public int sending() {
        lock.lock();
        try {
            return sending.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits up to the limit until nothing is being sent; true where nothing is. */
    public boolean awaitQuiet(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        lock.lock();
        try {
            while (!sending.isEmpty()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                changed.await(left, TimeUnit.NANOSECONDS);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
