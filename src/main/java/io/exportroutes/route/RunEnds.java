package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PassingFailure;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.HandOut;
import io.exportroutes.schedule.RunQueue;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs whose downloads are done and whose deliveries go on: no worker waits for them, so that a dead destination keeps no
 * worker from other runs. The thread that ends a run's last delivery settles the run; a look every quarter of a second does
 * what no delivery can do, as at a deadline.
 */
public final class RunEnds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunEnds.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    /** A delivery that its deadline breaks off has this long to become a dead letter by itself. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(1);

    private static final Duration LAST_END = Duration.ofSeconds(5);

    /** Until the queue of a destination that was full is looked at again. */
    private static final Duration UNTIL_ROOM = Duration.ofSeconds(2);

    private final Services services;
    private final RunQueue queue;
    private final RunSettlement settlement;
    private final Map<String, Delivering> delivering = new ConcurrentHashMap<>();
    private final Set<HandOut> handedOver = ConcurrentHashMap.newKeySet();
    /** Those whose end failed, which is told once. */
    private final Set<HandOut> troubled = ConcurrentHashMap.newKeySet();

    /** Held while a run is ended, so that a stop does not come between its last state and the end of its queue entry. */
    private final ReadWriteLock ending = new ReentrantReadWriteLock();

    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "run-ends");
        thread.setDaemon(true);
        return thread;
    });

    private record Delivering(RunContext context, HandOut handOut) {}

    public RunEnds(Services services, RunQueue queue) {
        this.services = services;
        this.queue = queue;
        this.settlement = new RunSettlement(services);
        services.inFlight().onLast(this::lastIsOver);
    }

    /** Begins to look. */
    public void start() {
        looks.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The run's downloads are done: it is settled here and now, or by its last delivery. */
    void leave(RunContext context, HandOut handOut) {
        Delivering run = new Delivering(context, handOut);
        if (services.inFlight().has(context.id())) {
            handedOver.add(handOut);
            delivering.put(context.id(), run);
            if (!services.inFlight().has(context.id())) {
                lastIsOver(context.id());
            }
        } else if (!settlement.settle(context) && settlement.hasOpen(context)) {
            handedOver.add(handOut);
            another(run);
            services.holds().end(handOut);
        }
    }

    /** What is to be delivered and is not on its way, because a queue was full or a dead letter was replayed just now. */
    private void another(Delivering run) {
        if (!services.stopping().requested()) {
            boolean open = settlement.hasOpen(run.context());
            queue.putBack(run.handOut(), open ? UNTIL_ROOM : Duration.ZERO);
        }
    }

    /** Whether the worker of that entry need not see to its end; asked once, when the worker is through. */
    public boolean hasTaken(HandOut handOut) {
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
            } else {
                another(run);
            }
            services.holds().end(run.handOut());
            troubled.remove(run.handOut());
        } catch (TakenOverFailure e) {
            services.holds().end(run.handOut()); // already logged where it was detected
        } catch (RuntimeException e) {
            if (troubled.add(run.handOut())) {
                LOG.warn(
                        "Run {} is not settled yet, and is looked at again: {}",
                        run.context().id(),
                        e.getMessage());
            }
            delivering.putIfAbsent(run.context().id(), run);
        } finally {
            ending.readLock().unlock();
        }
    }

    /** What no delivery can do: a run that was lost, a deadline, a run whose end failed. */
    void look() {
        delivering.forEach((runId, run) -> {
            try {
                look(runId, run);
            } catch (RuntimeException e) {
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
                services.holds().end(run.handOut());
                queue.putBack(run.handOut(), UNTIL_ROOM); // nothing happens where somebody else has the entry
            }
        } else if (!services.inFlight().has(runId)) {
            lastIsOver(runId);
        } else if (context.deadline().plus(GRACE_PERIOD).isPassed(services.clock())) {
            overdue(context);
        }
    }

    /** What has not begun never will; what has begun is broken off at the deadline and ends by itself, one way or the other. */
    private void overdue(RunContext context) {
        for (Delivery delivery : services.ledger().deliveries().unsettled(context.id())) {
            if (services.inFlight().withdrawn(context.id(), delivery.id()) && isVerified(delivery)) {
                ExportFailure failure = Deadlines.passed("Delivery " + delivery.id(), context, last(delivery));
                context.ledger().deliveries().dead(delivery.exportId(), delivery.destination(), failure);
                LOG.error(
                        "Run {}: delivery {} is a dead letter: {}", context.id(), delivery.id(), failure.getMessage());
            }
        }
        if (!services.inFlight().has(context.id())) {
            lastIsOver(context.id());
        }
    }

    private boolean isVerified(Delivery delivery) {
        return services.ledger()
                .exports()
                .find(delivery.exportId())
                .filter(export -> export.state() == ExportState.VERIFIED)
                .isPresent();
    }

    private static @Nullable PassingFailure last(Delivery delivery) {
        String code = delivery.errorCode();
        return code == null
                ? null
                : new PassingFailure(code, String.valueOf(delivery.error()), String.valueOf(delivery.hint()));
    }

    @Override
    public void close() {
        looks.shutdown();
        try {
            if (ending.writeLock().tryLock(LAST_END.toMillis(), TimeUnit.MILLISECONDS)) {
                ending.writeLock().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        looks.shutdownNow();
    }
}
