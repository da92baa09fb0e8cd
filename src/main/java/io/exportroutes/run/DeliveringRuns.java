package io.exportroutes.run;

import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.queue.KeptRuns;
import io.exportroutes.queue.QueueEntry;
import io.exportroutes.queue.RunQueue;
import io.exportroutes.value.DaemonThreads;
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
 * The runs whose downloads are done and whose deliveries continue: no worker waits for them, so that a dead destination keeps
 * no worker from other runs. The thread that ends a run's last delivery settles the run; a check every quarter of a second
 * does the rest, as at a deadline.
 */
public final class DeliveringRuns implements KeptRuns, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveringRuns.class);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    /** A delivery that is cancelled at its deadline has this long to become a dead letter on its own thread. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(1);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    /** After this the ledger is asked for more deliveries of a run, such as a dead letter that was replayed meanwhile. */
    private static final Duration REFILL_INTERVAL = Duration.ofSeconds(15);

    /** The wait before a failed step is retried, or a run that still has deliveries is checked again. */
    private static final Duration RETRY_DELAY = Duration.ofSeconds(2);

    private final RunServices services;
    private final RunQueue queue;
    private final RunSettlement settlement;
    private final Map<String, Delivering> delivering = new ConcurrentHashMap<>();
    private final Set<QueueEntry> handedOver = ConcurrentHashMap.newKeySet();
    /** The runs whose settlement failed: logged once. */
    private final Set<QueueEntry> reported = ConcurrentHashMap.newKeySet();

    /** Held while a run is ended, so that a stop does not come between its last state and the end of its queue entry. */
    private final ReadWriteLock ending = new ReentrantReadWriteLock();

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("run-ends"));

    /** Reads verified exports again for their next deliveries, so that the timer need not wait for it. */
    private final ExecutorService refills;

    private volatile Consumer<QueueEntry> refill = entry -> {};

    /** A run without a worker, and when it is checked for more to deliver (nanoseconds of this process). */
    private static final class Delivering {
        private final RunContext context;
        private final QueueEntry entry;
        private final AtomicBoolean refilling = new AtomicBoolean();
        private volatile long nextCheck = System.nanoTime() + REFILL_INTERVAL.toNanos();

        Delivering(RunContext context, QueueEntry entry) {
            this.context = context;
            this.entry = entry;
        }

        RunContext context() {
            return context;
        }

        QueueEntry entry() {
            return entry;
        }

        void checkIn(Duration wait) {
            nextCheck = System.nanoTime() + wait.toNanos();
        }

        boolean isDue() {
            return System.nanoTime() - nextCheck >= 0;
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
                services.config().service().limits().runs(), DaemonThreads.named("run-refill"));
        services.inFlight().onLastEnded(this::lastDeliveryEnded);
    }

    /** Starts the timer: it ends what no delivery can end, whether or not somebody refills. */
    public void start() {
        timer.scheduleWithFixedDelay(
                this::check, POLL_INTERVAL.toMillis(), POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @param refill puts as many of the run's deliveries on their queues as there is room for, then returns */
    @Override
    public void workBy(Consumer<QueueEntry> refill) {
        this.refill = refill;
    }

    /** The run's downloads are done: it is settled now, or by its last delivery. */
    public void leave(RunContext context, QueueEntry entry) {
        if (delivering(entry).isPresent()) {
            return; // the end of a refill: the run is without a worker already
        }
        Delivering run = new Delivering(context, entry);
        if (services.inFlight().has(context.id())) {
            handedOver.add(entry);
            delivering.put(context.id(), run);
            if (!services.inFlight().has(context.id())) {
                lastDeliveryEnded(context.id());
            }
        } else if (!settlement.settle(context) && settlement.hasOpen(context)) {
            handedOver.add(entry);
            run.checkIn(Duration.ZERO);
            delivering.put(context.id(), run);
        }
    }

    /** The run that a refill continues; empty if another worker owns it by now. */
    public Optional<RunContext> delivering(QueueEntry entry) {
        return Optional.ofNullable(delivering.get(entry.runId()))
                .filter(run -> run.entry().equals(entry))
                .map(Delivering::context);
    }

    /** Whether the run continues without the worker of that entry. */
    public boolean isHandedOver(QueueEntry entry) {
        return handedOver.contains(entry);
    }

    /** As {@link #isHandedOver}, asked once, when the worker has finished. */
    public boolean hasTaken(QueueEntry entry) {
        return handedOver.remove(entry);
    }

    private void lastDeliveryEnded(String runId) {
        Delivering run = delivering.remove(runId);
        if (run != null) {
            end(run);
        }
    }

    private void end(Delivering run) {
        ending.readLock().lock();
        try {
            // Settled already if an earlier attempt could not reach the queue
            if (settlement.isSettled(run.context()) || settlement.settle(run.context())) {
                queue.finish(run.entry());
                forget(run);
            } else if (settlement.hasOpen(run.context()) && !services.stopping().requested()) {
                // A queue had no room, or a dead letter was replayed just now
                run.checkIn(hasMore(run.context().id()) ? RETRY_DELAY : REFILL_INTERVAL);
                delivering.put(run.context().id(), run);
            } else {
                requeue(run);
                forget(run);
            }
        } catch (TakenOverFailure e) {
            forget(run); // already logged where it was detected
        } catch (RuntimeException e) {
            if (reported.add(run.entry())) {
                LOG.warn(
                        "Run {} is not settled yet; it is retried: {}",
                        run.context().id(),
                        e.getMessage());
            }
            run.checkIn(RETRY_DELAY);
            delivering.putIfAbsent(run.context().id(), run);
        } finally {
            ending.readLock().unlock();
        }
    }

    private void requeue(Delivering run) {
        if (!services.stopping().requested()) {
            queue.putBack(run.entry(), Duration.ZERO);
        }
    }

    private void forget(Delivering run) {
        services.ownedRuns().end(run.entry());
        services.inFlight().forget(run.context().id());
        reported.remove(run.entry());
    }

    /** Whether no run is without a worker, or about to be. */
    public boolean isIdle() {
        return delivering.isEmpty() && handedOver.isEmpty();
    }

    /** Finds lost runs, passed deadlines, room for more deliveries, and runs whose settlement failed. */
    void check() {
        delivering.forEach((runId, run) -> {
            try {
                check(runId, run);
            } catch (RuntimeException e) {
                run.checkIn(RETRY_DELAY);
                if (reported.add(run.entry())) {
                    LOG.warn("Run {} is checked again: {}", runId, e.getMessage());
                }
            }
        });
    }

    private void check(String runId, Delivering run) {
        RunContext context = run.context();
        if (context.ownedRun().lost() != null) {
            if (delivering.remove(runId, run)) {
                forget(run);
                queue.putBack(run.entry(), Duration.ZERO); // no effect if another worker has the entry
            }
        } else if (context.deadline().plus(GRACE_PERIOD).isPassed(services.clock())) {
            overdue(runId);
        } else if (!run.refilling().get() && (services.inFlight().roomReturned(runId) || run.isDue())) {
            run.checkIn(REFILL_INTERVAL);
            if (hasMore(runId)) {
                refill(run);
            } else if (!services.inFlight().has(runId)) {
                lastDeliveryEnded(runId);
            }
        }
    }

    /** Whether a delivery is open and not on its way, and its queue has room. */
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
                refill.accept(run.entry());
            } catch (RuntimeException e) {
                LOG.warn(
                        "The next deliveries of run {} are queued later: {}",
                        run.context().id(),
                        e.getMessage());
            } finally {
                run.checkIn(RETRY_DELAY);
                run.refilling().set(false);
                services.inFlight().over(kept);
            }
        });
    }

    /** Withdraws the deliveries that have not begun; those that have begun are cancelled and end on their own threads. */
    private void overdue(String runId) {
        services.inFlight().withdraw(runId);
        if (!services.inFlight().has(runId)) {
            lastDeliveryEnded(runId);
        }
    }

    @Override
    public void close() {
        timer.shutdown();
        refills.shutdown();
        try {
            if (ending.writeLock().tryLock(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                ending.writeLock().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
        refills.shutdownNow();
    }
}
