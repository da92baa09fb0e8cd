package io.exportroutes.run;

import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.queue.QueueEntry;
import io.exportroutes.queue.RunQueue;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs whose downloads are done and whose deliveries go on: no worker waits for them, so that a dead destination keeps no
 * worker from other runs. The thread that ends a run's last delivery settles the run; a look every quarter of a second does
 * what no delivery can do, as at a deadline.
 */
public final class DeliveringRuns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveringRuns.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    /** A delivery that its deadline breaks off has this long to become a dead letter by itself. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(1);

    private static final Duration LAST_END = Duration.ofSeconds(5);

    /** Until the ledger is asked whether there is more to deliver of a run, as a dead letter that was replayed meanwhile. */
    private static final Duration LOOK_FOR_MORE = Duration.ofSeconds(15);

    /** Until what did not work, or may be gone on with, is tried again. */
    private static final Duration A_MOMENT = Duration.ofSeconds(2);

    private final RunServices services;
    private final RunQueue queue;
    private final RunSettlement settlement;
    private final Map<String, Delivering> delivering = new ConcurrentHashMap<>();
    private final Set<QueueEntry> handedOver = ConcurrentHashMap.newKeySet();
    /** Those whose end failed, which is told once. */
    private final Set<QueueEntry> troubled = ConcurrentHashMap.newKeySet();

    /** Held while a run is ended, so that a stop does not come between its last state and the end of its queue entry. */
    private final ReadWriteLock ending = new ReentrantReadWriteLock();

    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "run-ends");
        thread.setDaemon(true);
        return thread;
    });

    /** Read verified exports again for their next deliveries, without the looks having to wait for that. */
    private final ExecutorService refills;

    private volatile Consumer<QueueEntry> refill = handOut -> {};

    /** A run without a worker, and when it is looked at for more (nanoseconds of this process). */
    private static final class Delivering {
        private final RunContext context;
        private final QueueEntry handOut;
        private final AtomicBoolean refilling = new AtomicBoolean();
        private volatile long nextLook = System.nanoTime() + LOOK_FOR_MORE.toNanos();

        Delivering(RunContext context, QueueEntry handOut) {
            this.context = context;
            this.handOut = handOut;
        }

        RunContext context() {
            return context;
        }

        QueueEntry handOut() {
            return handOut;
        }

        void lookIn(Duration wait) {
            nextLook = System.nanoTime() + wait.toNanos();
        }

        boolean isDue() {
            return System.nanoTime() - nextLook >= 0;
        }

        AtomicBoolean refilling() {
            return refilling;
        }
    }

    public DeliveringRuns(RunServices services, RunQueue queue) {
        this.services = services;
        this.queue = queue;
        this.settlement = new RunSettlement(services);
        this.refills = Executors.newFixedThreadPool(
                services.config().service().limits().runs(), work -> {
                    Thread thread = new Thread(work, "run-refill");
                    thread.setDaemon(true);
                    return thread;
                });
        services.inFlight().onLast(this::lastIsOver);
    }

    /**
     * Begins to look.
     *
     * @param refill puts on their queues what of the run's deliveries there is room for now, and returns when that is done
     */
    public void start(Consumer<QueueEntry> refill) {
        refillBy(refill);
        looks.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void refillBy(Consumer<QueueEntry> refill) {
        this.refill = refill;
    }

    /** The run's downloads are done: it is settled here and now, or by its last delivery. */
    public void leave(RunContext context, QueueEntry handOut) {
        if (delivering(handOut).isPresent()) {
            return; // the end of a refill: the run is without a worker already
        }
        Delivering run = new Delivering(context, handOut);
        if (services.inFlight().has(context.id())) {
            handedOver.add(handOut);
            delivering.put(context.id(), run);
            if (!services.inFlight().has(context.id())) {
                lastIsOver(context.id());
            }
        } else if (!settlement.settle(context) && settlement.hasOpen(context)) {
            handedOver.add(handOut);
            run.lookIn(Duration.ZERO);
            delivering.put(context.id(), run);
        }
    }

    /** The run that a refill goes on with; empty where it is in other hands by now. */
    public Optional<RunContext> delivering(QueueEntry handOut) {
        return Optional.ofNullable(delivering.get(handOut.runId()))
                .filter(run -> run.handOut().equals(handOut))
                .map(Delivering::context);
    }

    /** Whether the worker of that entry need not see to its end. */
    public boolean isHandedOver(QueueEntry entry) {
        return handedOver.contains(entry);
    }

    /** As {@link #isHandedOver}, asked once, when the worker is through. */
    public boolean hasTaken(QueueEntry handOut) {
        return handedOver.remove(handOut);
    }

    private void lastIsOver(String runId) {
        Delivering run = delivering.remove(runId);
        if (run != null) {
            end(run);
        }
    }

    private void end(Delivering run) {
        ending.readLock().lock();
        try {
            // Settled already where an earlier try could not tell the queue
            if (settlement.isSettled(run.context()) || settlement.settle(run.context())) {
                queue.finish(run.handOut());
                forget(run);
            } else if (settlement.hasOpen(run.context()) && !services.stopping().requested()) {
                // For want of room, or replayed just now
                run.lookIn(hasMore(run.context().id()) ? A_MOMENT : LOOK_FOR_MORE);
                delivering.put(run.context().id(), run);
            } else {
                another(run);
                forget(run);
            }
        } catch (TakenOverFailure e) {
            forget(run); // already logged where it was detected
        } catch (RuntimeException e) {
            if (troubled.add(run.handOut())) {
                LOG.warn(
                        "Run {} is not settled yet, and is looked at again: {}",
                        run.context().id(),
                        e.getMessage());
            }
            run.lookIn(A_MOMENT);
            delivering.putIfAbsent(run.context().id(), run);
        } finally {
            ending.readLock().unlock();
        }
    }

    private void another(Delivering run) {
        if (!services.stopping().requested()) {
            queue.putBack(run.handOut(), Duration.ZERO);
        }
    }

    private void forget(Delivering run) {
        services.holds().end(run.handOut());
        services.inFlight().forget(run.context().id());
        troubled.remove(run.handOut());
    }

    /** What no delivery can do: a run that was lost, a deadline, room for more, a run whose end failed. */
    void look() {
        delivering.forEach((runId, run) -> {
            try {
                look(runId, run);
            } catch (RuntimeException e) {
                run.lookIn(A_MOMENT);
                if (troubled.add(run.handOut())) {
                    LOG.warn("Run {} is looked at again: {}", runId, e.getMessage());
                }
            }
        });
    }

    private void look(String runId, Delivering run) {
        RunContext context = run.context();
        if (context.hold().lost() != null) {
            if (delivering.remove(runId, run)) {
                forget(run);
                queue.putBack(run.handOut(), Duration.ZERO); // nothing happens where somebody else has the entry
            }
        } else if (context.deadline().plus(GRACE_PERIOD).isPassed(services.clock())) {
            overdue(runId);
        } else if (!run.refilling().get() && (services.inFlight().takesRoom(runId) || run.isDue())) {
            run.lookIn(LOOK_FOR_MORE);
            if (hasMore(runId)) {
                refill(run);
            } else if (!services.inFlight().has(runId)) {
                lastIsOver(runId);
            }
        }
    }

    /** Whether something is to be delivered that is not on its way, and there is room for it. */
    private boolean hasMore(String runId) {
        return services.ledger().summaries().openByDestination(runId).entrySet().stream()
                .anyMatch(open -> open.getValue() > services.inFlight().count(runId, open.getKey())
                        && services.inFlight().room(open.getKey()) > 0);
    }

    private void refill(Delivering run) {
        run.refilling().set(true);
        DeliveriesInFlight.Ticket kept = services.inFlight().kept(run.context().id());
        refills.execute(() -> {
            try {
                refill.accept(run.handOut());
            } catch (RuntimeException e) {
                LOG.warn("Run {} is filled up again later: {}", run.context().id(), e.getMessage());
            } finally {
                run.lookIn(A_MOMENT);
                run.refilling().set(false);
                services.inFlight().over(kept);
            }
        });
    }

    /** What has not begun never will, and its end says so once; what has begun is broken off and ends by itself. */
    private void overdue(String runId) {
        services.inFlight().withdraw(runId);
        if (!services.inFlight().has(runId)) {
            lastIsOver(runId);
        }
    }

    @Override
    public void close() {
        looks.shutdown();
        refills.shutdown();
        try {
            if (ending.writeLock().tryLock(LAST_END.toMillis(), TimeUnit.MILLISECONDS)) {
                ending.writeLock().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        looks.shutdownNow();
        refills.shutdownNow();
    }
}
