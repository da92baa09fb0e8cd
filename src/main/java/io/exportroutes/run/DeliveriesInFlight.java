package io.exportroutes.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The deliveries of this process that are on their way, by run: a run is settled only when it has none left. A delivery waits
 * in its destination's queue, then begins, then ends. A {@link Ticket} identifies it: a delivery that was withdrawn and queued
 * again has another one.
 */
public final class DeliveriesInFlight {
    /**
     * So many deliveries wait for one destination, about 5 KB each; the others stay PENDING in the ledger until there is room.
     */
    static final int LONGEST_QUEUE = 2_000;

    private final Map<String, Map<String, Ticket>> ticketsByRun = new HashMap<>();
    private final Map<String, Integer> waitingByDestination = new HashMap<>();
    /** The destinations that had no room for something of the run. */
    private final Map<String, Set<String>> fullByRun = new HashMap<>();

    private final Set<Ticket> sending = new HashSet<>();
    private final int longestQueue;
    private long tickets;
    private volatile Consumer<String> lastDeliveryEnded = runId -> {};

    public DeliveriesInFlight() {
        this(LONGEST_QUEUE);
    }

    DeliveriesInFlight(int longestQueue) {
        this.longestQueue = longestQueue;
    }

    /** One attempt to bring one delivery to its destination. */
    public record Ticket(String runId, String deliveryId, long number) {
        private static final String NO_DELIVERY = "";

        private boolean isDelivery() {
            return !deliveryId.equals(NO_DELIVERY);
        }

        private String destination() {
            return deliveryId.substring(deliveryId.lastIndexOf('@') + 1);
        }
    }

    /** Calls the listener with the run's id when its last delivery has ended, in the thread that ended it. */
    void onLastEnded(Consumer<String> listener) {
        lastDeliveryEnded = listener;
    }

    /** Counts the delivery as waiting for its destination; empty if it is on its way already, or there is no room. */
    public synchronized Optional<Ticket> queued(String runId, String deliveryId) {
        Ticket ticket = new Ticket(runId, deliveryId, ++tickets);
        String destination = ticket.destination();
        if (has(runId, deliveryId)) {
            return Optional.empty();
        }
        if (room(destination) <= 0) {
            isFullFor(runId, destination);
            return Optional.empty();
        }
        ticketsByRun.computeIfAbsent(runId, id -> new HashMap<>()).put(deliveryId, ticket);
        waitingByDestination.merge(destination, 1, Integer::sum);
        return Optional.of(ticket);
    }

    /** Until this is over, the run has something on its way: more of its deliveries are about to be queued. */
    synchronized Ticket kept(String runId) {
        Ticket ticket = new Ticket(runId, Ticket.NO_DELIVERY, ++tickets);
        ticketsByRun.computeIfAbsent(runId, id -> new HashMap<>()).put(ticket.deliveryId(), ticket);
        return ticket;
    }

    /** The delivery leaves its queue and begins; false if it was withdrawn, and must not begin. */
    public synchronized boolean begun(Ticket ticket) {
        if (!isCurrent(ticket)) {
            return false;
        }
        if (sending.add(ticket)) {
            waitingByDestination.merge(ticket.destination(), -1, Integer::sum);
        }
        return true;
    }

    /** A delivery that had begun waits in its queue again; false if it was withdrawn, and is not to be queued. */
    public synchronized boolean queuedAgain(Ticket ticket) {
        if (!isCurrent(ticket)) {
            return false;
        }
        if (sending.remove(ticket)) {
            waitingByDestination.merge(ticket.destination(), 1, Integer::sum);
        }
        notifyAll();
        return true;
    }

    /** Withdraws the run's deliveries that have not begun. */
    synchronized void withdraw(String runId) {
        Set.copyOf(ticketsByRun.getOrDefault(runId, Map.of()).values()).stream()
                .filter(ticket -> ticket.isDelivery() && !sending.contains(ticket))
                .forEach(this::remove);
    }

    /** The delivery of this ticket has ended, whatever the outcome; no effect if it was withdrawn before. */
    public void over(Ticket ticket) {
        boolean last;
        synchronized (this) {
            last = isCurrent(ticket);
            if (last) {
                remove(ticket);
                last = !ticketsByRun.containsKey(ticket.runId());
            }
            notifyAll();
        }
        if (last) {
            lastDeliveryEnded.accept(ticket.runId());
        }
    }

    private void remove(Ticket ticket) {
        Map<String, Ticket> ofRun = ticketsByRun.getOrDefault(ticket.runId(), Map.of());
        ofRun.remove(ticket.deliveryId());
        if (ofRun.isEmpty()) {
            ticketsByRun.remove(ticket.runId());
        }
        if (!sending.remove(ticket) && ticket.isDelivery()) {
            waitingByDestination.merge(ticket.destination(), -1, Integer::sum);
        }
    }

    private boolean isCurrent(Ticket ticket) {
        return ticket.equals(ticketsByRun.getOrDefault(ticket.runId(), Map.of()).get(ticket.deliveryId()));
    }

    /** Whether the ticket still stands for a delivery on its way. */
    public synchronized boolean has(Ticket ticket) {
        return isCurrent(ticket);
    }

    /** Whether the delivery is on its way. */
    public synchronized boolean has(String runId, String deliveryId) {
        return ticketsByRun.getOrDefault(runId, Map.of()).containsKey(deliveryId);
    }

    /** Whether anything of the run is on its way. */
    public synchronized boolean has(String runId) {
        return ticketsByRun.containsKey(runId);
    }

    /** How many of the run's deliveries to the destination are on their way. */
    synchronized long count(String runId, String destination) {
        return ticketsByRun.getOrDefault(runId, Map.of()).values().stream()
                .filter(ticket -> ticket.isDelivery() && ticket.destination().equals(destination))
                .count();
    }

    /** How many deliveries the destination's queue has room for. */
    public synchronized int room(String destination) {
        return longestQueue - waitingByDestination.getOrDefault(destination, 0);
    }

    /** Something of the run waits in the ledger until the destination has room. */
    public synchronized void isFullFor(String runId, String destination) {
        fullByRun.computeIfAbsent(runId, id -> new HashSet<>()).add(destination);
    }

    /** Whether a destination that had no room for the run has plenty now; resets the answer. */
    synchronized boolean roomReturned(String runId) {
        Set<String> full = fullByRun.getOrDefault(runId, Set.of());
        boolean room = full.stream().anyMatch(destination -> room(destination) >= (longestQueue + 1) / 2);
        if (room) {
            fullByRun.remove(runId);
        }
        return room;
    }

    /** The run will queue nothing more. */
    synchronized void forget(String runId) {
        fullByRun.remove(runId);
    }

    /** Whether nothing is on its way. */
    public synchronized boolean isQuiet() {
        return ticketsByRun.isEmpty();
    }

    /** Whether nothing waits for the destination, or is being sent there. */
    public synchronized boolean isQuiet(String destination) {
        return waitingByDestination.getOrDefault(destination, 0) == 0
                && sending.stream().noneMatch(ticket -> ticket.destination().equals(destination));
    }

    /** Waits up to the limit until nothing is being sent; true if nothing is. */
    public synchronized boolean awaitQuiet(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!sending.isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
