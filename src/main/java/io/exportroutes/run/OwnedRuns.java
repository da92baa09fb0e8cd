package io.exportroutes.run;

import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.ledger.Claim;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.queue.QueueEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs in this process's hands, by the entry of the queue that brought them. */
public final class OwnedRuns {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedRuns.class);

    private final Ledger ledger;
    private final Lease lease;
    private final ConcurrentMap<QueueEntry, OwnedRun> held = new ConcurrentHashMap<>();
    private final ConcurrentMap<QueueEntry, TakenOverFailure> refused = new ConcurrentHashMap<>();

    public OwnedRuns(Ledger ledger, Lease lease) {
        this.ledger = ledger;
        this.lease = lease;
    }

    /**
     * Begins the run in the ledger; whoever had it in hand before has no longer, in this process or another.
     *
     * @throws TakenOverFailure where the queue gave it to somebody else meanwhile
     */
    public OwnedRun begin(QueueEntry entry) {
        Deadline asked = lease.now();
        Claim claim;
        try {
            claim = ledger.claims().begin(entry);
        } catch (TakenOverFailure e) {
            LOG.info("{}", e.getMessage());
            refused.put(entry, e);
            throw e;
        }
        lease.renew(asked);
        held.forEach((other, hold) -> {
            if (other.runId().equals(entry.runId())) {
                hold.replace();
            }
        });
        OwnedRun hold = new OwnedRun(claim, ledger, lease);
        held.put(entry, hold);
        return hold;
    }

    /** The time during which nobody was there to work, or nobody could, counts against no deadline. */
    public Instant atWorkSince() {
        return lease.atWorkSince();
    }

    /** @throws TakenOverFailure where the run is in other hands */
    public void check(QueueEntry entry) {
        TakenOverFailure failure = refused.get(entry);
        if (failure != null) {
            throw failure;
        }
        OwnedRun hold = held.get(entry);
        if (hold != null) {
            hold.check();
        }
    }

    /** The worker is done with it, whichever way. */
    public void end(QueueEntry entry) {
        refused.remove(entry);
        held.remove(entry);
    }

    /** Asks the ledger whether the runs are still ours; its answer renews the lease. */
    public void look() {
        Deadline asked = lease.now();
        List<OwnedRun> holds = List.copyOf(held.values());
        // The ledger is asked also where nothing is in hand: the lease is the node's.
        Map<String, Long> fences = ledger.claims()
                .fences(
                        holds.isEmpty()
                                ? List.of("")
                                : holds.stream()
                                        .map(hold -> hold.claim().runId())
                                        .toList());
        for (OwnedRun hold : holds) {
            Claim claim = hold.claim();
            if (fences.getOrDefault(claim.runId(), claim.fence()) != claim.fence()) {
                hold.lose(ledger.claims().takenOver(claim.runId()));
            }
        }
        lease.renew(asked);
    }

    /** Breaks off everything once the lease has expired. */
    public void expire() {
        held.values().forEach(OwnedRun::lost);
    }
}
