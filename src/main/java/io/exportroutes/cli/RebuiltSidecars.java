package io.exportroutes.cli;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.Archives;
import io.exportroutes.archive.SidecarReader;
import io.exportroutes.archive.SidecarWalk;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.ledger.CopyFate;
import io.exportroutes.ledger.Rebuild;
import io.exportroutes.ledger.RebuiltCopy;
import io.exportroutes.ledger.ToldCopies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings what the sidecars at destinations describe into a new ledger, with what chains of custody tell of it. */
final class RebuiltSidecars implements SidecarWalk.Visitor<RebuiltCopy> {
    private static final int AT_ONCE = 200;

    private final Archives archives;
    private final ToldCopies told;
    private final Rebuild ledger;
    private final Consumer<String> doubts;

    private final List<RebuiltCopy> ready = new ArrayList<>();
    private final Set<String> jobs = new TreeSet<>();
    private final AtomicInteger alone = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private int copies;
    private int gone;
    private int notUnderstood;

    RebuiltSidecars(Archives archives, ToldCopies told, Rebuild ledger, Consumer<String> doubts) {
        this.archives = archives;
        this.told = told;
        this.ledger = ledger;
        this.doubts = doubts;
    }

    /** Brings all of them. */
    void bring(List<String> destinations) {
        boolean all = new SidecarWalk<>(archives, this).visit(destinations);
        notUnderstood += all ? 0 : 1;
        bring();
    }

    int copies() {
        return copies;
    }

    /** How many expired, or were given up. */
    int gone() {
        return gone;
    }

    /** What could not be understood. */
    int notUnderstood() {
        return notUnderstood;
    }

    /** Whose copies were found. */
    Set<String> jobs() {
        return jobs;
    }

    @Override
    public @Nullable RebuiltCopy read(SidecarWalk.Listed sidecar) throws IOException {
        StoredObject artifact = sidecar.artifact();
        if (artifact == null && !told.knowsOfGone()) {
            alone.incrementAndGet();
            return null;
        }
        SidecarReader.Read read =
                SidecarReader.read(sidecar.destination(), archives.of(sidecar.destination()), sidecar.key());
        CopyFate fate = told.of(read.copy().exportId(), sidecar.destination());
        return fate.isEvidence(read.copy().key()) || !isKnown(read.copy(), fate, artifact)
                ? null
                : SidecarFacts.of(read, fate);
    }

    /** Whether the artifact is there, or it is told why not. What came back after that is left as it is. */
    private boolean isKnown(ArchivedCopy copy, CopyFate fate, @Nullable StoredObject artifact) {
        if (fate.gone() != null) {
            if (artifact != null) {
                left.incrementAndGet();
            }
            return true;
        }
        if (artifact == null) {
            alone.incrementAndGet();
            return false;
        }
        SidecarReader.checkSize(copy, artifact);
        return true;
    }

    @Override
    public void found(RebuiltCopy read) {
        ready.add(read);
        jobs.add(read.origin().job());
        gone += read.fate().gone() == null ? 0 : 1;
        if (ready.size() == AT_ONCE) {
            bring();
        }
    }

    private void bring() {
        copies += ledger.bring(ready);
        ready.clear();
    }

    @Override
    public void failed(ExportFailure failure) {
        notUnderstood++;
        doubts.accept(failure.getMessage() + ". " + failure.hint());
    }

    @Override
    public void over(String destination) {
        say(alone, "At %s there is no artifact beside %d of the sidecars, and no chain tells why", destination);
        say(
                left,
                "At %s, %d artifacts are still there that expired or were given up: nothing counts on them, and nothing"
                        + " deletes them",
                destination);
    }

    private void say(AtomicInteger counter, String text, String destination) {
        int count = counter.getAndSet(0);
        if (count > 0) {
            doubts.accept(text.formatted(destination, count));
        }
    }

    @Override
    public void unseen(String destination, ExportFailure failure) {
        doubts.accept(destination + " could not be looked at: " + failure.getMessage());
        over(destination);
    }
}
