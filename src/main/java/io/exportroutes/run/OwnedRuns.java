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

/** The runs that this process owns, by the queue entry that brought each. */
public final class OwnedRuns {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedRuns.class);

    private final Ledger ledger;
    private final Lease lease;
    private final ConcurrentMap<QueueEntry, OwnedRun> byEntry = new ConcurrentHashMap<>();
    private final ConcurrentMap<QueueEntry, TakenOverFailure> refused = new ConcurrentHashMap<>();

    public OwnedRuns(Ledger ledger, Lease lease) {
        this.ledger = ledger;
        this.lease = lease;
    }

    /**
     * Begins the run in the ledger; an earlier owner, in this process or another, loses it.
     *
     * @param told whether addresses of heartbeats are to hear of it
     * @throws TakenOverFailure if the queue gave it to another worker meanwhile
     */
    public OwnedRun begin(QueueEntry entry, boolean told) {
        Deadline asked = lease.now();
        if (told) {
            ledger.alarms().heartbeats().expect(entry.runId());
        }
        Claim claim;
        try {
            claim = ledger.claims().begin(entry);
        } catch (TakenOverFailure e) {
            LOG.info("{}", e.getMessage());
            refused.put(entry, e);
            throw e;
        }
        lease.renew(asked);
        byEntry.forEach((other, ownedRun) -> {
            if (other.runId().equals(entry.runId())) {
                ownedRun.replace();
            }
        });
        OwnedRun ownedRun = new OwnedRun(claim, ledger, lease);
        byEntry.put(entry, ownedRun);
        return ownedRun;
    }

    /** Since when this process could work: time before that counts against no deadline. */
    public Instant atWorkSince() {
        return lease.atWorkSince();
    }

    /** @throws TakenOverFailure if another worker owns the run */
    public void check(QueueEntry entry) {
        TakenOverFailure failure = refused.get(entry);
        if (failure != null) {
            throw failure;
        }
        OwnedRun ownedRun = byEntry.get(entry);
        if (ownedRun != null) {
            ownedRun.check();
        }
    }

    /** The worker is done with the entry, whatever the outcome. */
    public void end(QueueEntry entry) {
        refused.remove(entry);
        byEntry.remove(entry);
    }

    /** Asks the ledger whether the runs are still ours; its answer renews the lease. */
    public void renewLease() {
        Deadline asked = lease.now();
        List<OwnedRun> all = List.copyOf(byEntry.values());
        // The ledger is asked even if this process owns no run: the lease is the node's.
        Map<String, Long> fences = ledger.claims()
                .fences(
                        all.isEmpty()
                                ? List.of("")
                                : all.stream()
                                        .map(ownedRun -> ownedRun.claim().runId())
                                        .toList());
        for (OwnedRun ownedRun : all) {
            Claim claim = ownedRun.claim();
            if (fences.getOrDefault(claim.runId(), claim.fence()) != claim.fence()) {
                ownedRun.lose(ledger.claims().takenOver(claim.runId()));
            }
        }
        lease.renew(asked);
    }

    /** Cancels all work once the lease has expired. */
    public void expire() {
        byEntry.values().forEach(OwnedRun::lost);
    }
}
