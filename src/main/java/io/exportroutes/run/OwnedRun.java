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
 * A run in this process's hands, from its beginning until it is over or lost. It is lost for good as soon as the ledger
 * refuses a write about it, the watch sees that another node began it, or the ledger was out of reach for longer than the
 * lease. What is under way for it then is broken off, and no more is written.
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
            lose(cutOff());
        }
        return lost.get();
    }

    /** @throws TakenOverFailure where the run is no longer ours */
    public void check() {
        TakenOverFailure why = lost();
        if (why != null) {
            throw why;
        }
    }

    /** Says so once in the log, and breaks off what is under way: aside, as a break-off may wait for a write that hangs. */
    void lose(TakenOverFailure why) {
        if (lost.compareAndSet(null, why)) {
            LOG.warn("{}. {}", why.getMessage(), why.hint());
            Thread aside = new Thread(() -> breakOffs.forEach(Runnable::run), "break-off");
            aside.setDaemon(true);
            aside.start();
        }
    }

    /** The same process begins the run again: what is left of this beginning ends, and nobody needs to hear of it. */
    void replace() {
        String message = "Run " + claim.runId() + " was begun again by this process";
        if (lost.compareAndSet(null, new TakenOverFailure(FailureCode.TAKEN_OVER, message, "Nothing to do"))) {
            breakOffs.forEach(Runnable::run);
        }
    }

    /** Has something broken off when the run is lost, at once where it is already, until the result is closed. */
    public Broken onLoss(Runnable breakOff) {
        breakOffs.add(breakOff);
        if (lost.get() != null) {
            breakOff.run();
        }
        return () -> breakOffs.remove(breakOff);
    }

    /** As {@link #onLoss}, for something that needs to know why. */
    public Broken untilLost(Consumer<TakenOverFailure> breakOff) {
        return onLoss(() -> {
            TakenOverFailure why = lost.get();
            if (why != null) {
                breakOff.accept(why);
            }
        });
    }

    private TakenOverFailure cutOff() {
        return new TakenOverFailure(
                FailureCode.LEASE_LOST,
                "Run %s is left: the ledger was out of reach, or this process stood still, for more than %d s"
                        .formatted(claim.runId(), lease.term().toSeconds()),
                "Another node may have it by now; if none has, it goes on here once the ledger answers");
    }

    /** Something that ends when the run is lost; closing it means that it has ended by itself. */
    public interface Broken extends AutoCloseable {
        @Override
        void close();
    }
}
