package io.exportroutes.run;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.ledger.Claim;
import io.exportroutes.ledger.ClaimedLedger;
import io.exportroutes.ledger.Ledger;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that this process owns, from its beginning until it is over or lost. It is lost for good as soon as the ledger
 * refuses a write about it, the heartbeat sees that another node began it, or the ledger was out of reach for longer than
 * the lease. Its work is then cancelled, and nothing more is written.
 */
public final class OwnedRun {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedRun.class);

    private final Claim claim;
    private final Lease lease;
    private final ClaimedLedger ledger;
    private final Set<Runnable> breakOffs = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable TakenOverFailure> lost = new AtomicReference<>();

    OwnedRun(Claim claim, Ledger ledger, Lease lease) {
        this.claim = claim;
        this.lease = lease;
        this.ledger = ledger.claims().under(claim, this::lose);
    }

    public Claim claim() {
        return claim;
    }

    /** The ledger for everything that is written about the run. */
    public ClaimedLedger ledger() {
        return ledger;
    }

    /** Why the run is no longer ours, or null while it is. */
    @Nullable
    public TakenOverFailure lost() {
        if (lost.get() == null && lease.expired()) {
            lose(leaseLost());
        }
        return lost.get();
    }

    /** @throws TakenOverFailure if the run is no longer ours */
    public void check() {
        TakenOverFailure why = lost();
        if (why != null) {
            throw why;
        }
    }

    /** Logs it once and cancels the run's work, in a separate thread: a cancellation may wait for a write that hangs. */
    void lose(TakenOverFailure why) {
        if (lost.compareAndSet(null, why)) {
            LOG.warn("{}. {}", why.getMessage(), why.hint());
            Thread aside = new Thread(() -> breakOffs.forEach(Runnable::run), "break-off");
            aside.setDaemon(true);
            aside.start();
        }
    }

    /** The same process begins the run again: cancels the work of this beginning, without a log line. */
    void replace() {
        String message = "Run " + claim.runId() + " was begun again by this process";
        if (lost.compareAndSet(null, new TakenOverFailure(FailureCode.TAKEN_OVER, message, "Nothing to do"))) {
            breakOffs.forEach(Runnable::run);
        }
    }

    /** Calls {@code breakOff} when the run is lost, at once if it is already, until the result is closed. */
    public Registration onLoss(Runnable breakOff) {
        breakOffs.add(breakOff);
        if (lost.get() != null) {
            breakOff.run();
        }
        return () -> breakOffs.remove(breakOff);
    }

    /** As {@link #onLoss}, with the reason. */
    public Registration untilLost(Consumer<TakenOverFailure> breakOff) {
        return onLoss(() -> {
            TakenOverFailure why = lost.get();
            if (why != null) {
                breakOff.accept(why);
            }
        });
    }

    private TakenOverFailure leaseLost() {
        return new TakenOverFailure(
                FailureCode.LEASE_LOST,
                "Run %s was given up: the ledger was out of reach, or this process was suspended, for more than %d s"
                        .formatted(claim.runId(), lease.term().toSeconds()),
                "Another node may have it by now; if none has, it continues here once the ledger answers");
    }

    /** A cancellation to be called if the run is lost; closing it means that the work has ended already. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
