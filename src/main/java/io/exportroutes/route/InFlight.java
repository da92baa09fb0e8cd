package io.exportroutes.route;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The deliveries of this process that are on their way, by run: a run is settled only when it has none left. */
public final class InFlight {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Set<String>> deliveriesByRun = new HashMap<>();
    private final Set<String> sending = new HashSet<>();

    /** A delivery is put on its destination's queue; false where it is on its way already. */
    boolean queued(String runId, String deliveryId) {
        lock.lock();
        try {
            return deliveriesByRun.computeIfAbsent(runId, id -> new HashSet<>()).add(deliveryId);
        } finally {
            lock.unlock();
        }
    }

    /** A delivery has begun. */
    void begun(String deliveryId) {
        lock.lock();
        try {
            sending.add(deliveryId);
        } finally {
            lock.unlock();
        }
    }

    /** A delivery is over, whichever way. */
    void over(String runId, String deliveryId) {
        lock.lock();
        try {
            sending.remove(deliveryId);
            Set<String> deliveries = deliveriesByRun.get(runId);
            if (deliveries != null && deliveries.remove(deliveryId) && deliveries.isEmpty()) {
                deliveriesByRun.remove(runId);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
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

    /** Nobody waits for the run's deliveries any more. */
    void forget(String runId) {
        lock.lock();
        try {
            Set<String> deliveries = deliveriesByRun.remove(runId);
            if (deliveries != null) {
                sending.removeAll(deliveries);
            }
            changed.signalAll();
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

    /** Waits up to the limit for the run's deliveries; true where none is left. */
    boolean await(String runId, Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (deliveriesByRun.containsKey(runId)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
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
