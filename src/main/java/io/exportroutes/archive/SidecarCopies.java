package io.exportroutes.archive;

import io.exportroutes.delivery.StoredObject;
import io.exportroutes.failure.ExportFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The copies that the sidecars at some destinations tell of: what is left where there is no ledger. Each sidecar is read; a copy counts
 * only if an artifact of its size is beside it.
 */
public final class SidecarCopies implements CopySource {
    private static final Comparator<ArchivedCopy> OLDEST_FIRST = Comparator.comparing(
                    (ArchivedCopy copy) -> copy.subject().scheduledFor())
            .thenComparing(ArchivedCopy::exportId)
            .thenComparing(ArchivedCopy::destination, Comparator.reverseOrder());

    private final Archives archives;
    private final List<String> destinations;
    private final Consumer<String> doubts;
    private boolean partial;

    /**
     * @param destinations to look at
     * @param doubts told of each sidecar that is none of ours or describes other bytes, and of how many stand alone
     */
    public SidecarCopies(Archives archives, List<String> destinations, Consumer<String> doubts) {
        this.archives = archives;
        this.destinations = List.copyOf(destinations);
        this.doubts = doubts;
    }

    /** Whether a destination could not be looked at, when copies were looked for last. */
    public boolean isPartial() {
        return partial;
    }

    /** @throws ExportFailure if none of the destinations could be looked at */
    @Override
    public List<ArchivedCopy> find(CopyChoice choice, int limit) {
        PriorityQueue<ArchivedCopy> newest = new PriorityQueue<>(OLDEST_FIRST);
        partial = !new SidecarWalk<>(archives, new Finding(copy -> keep(copy, choice, newest, limit)))
                .visit(destinations);
        List<ArchivedCopy> found = new ArrayList<>(newest);
        found.sort(Comparator.comparing((ArchivedCopy copy) -> copy.subject().scheduledFor(), Comparator.reverseOrder())
                .thenComparing(ArchivedCopy::exportId, Comparator.reverseOrder())
                .thenComparing(ArchivedCopy::destination));
        return found;
    }

    private static void keep(ArchivedCopy copy, CopyChoice choice, PriorityQueue<ArchivedCopy> newest, int limit) {
        if (choice.has(copy)) {
            newest.add(copy);
            if (newest.size() > limit) {
                newest.poll();
            }
        }
    }

    /** Takes for a copy what has an artifact of its size beside it. */
    private final class Finding implements SidecarWalk.Visitor<ArchivedCopy> {
        private final Consumer<ArchivedCopy> found;
        private final AtomicInteger alone = new AtomicInteger();

        Finding(Consumer<ArchivedCopy> found) {
            this.found = found;
        }

        @Override
        public @Nullable ArchivedCopy read(SidecarWalk.Listed sidecar) throws IOException {
            StoredObject artifact = sidecar.artifact();
            if (artifact == null) {
                alone.incrementAndGet();
                return null;
            }
            String destination = sidecar.destination();
            ArchivedCopy copy = SidecarReader.read(destination, archives.of(destination), sidecar.key())
                    .copy();
            SidecarReader.checkSize(copy, artifact);
            return copy;
        }

        @Override
        public void found(ArchivedCopy read) {
            found.accept(read);
        }

        @Override
        public void failed(ExportFailure failure) {
            doubts.accept(String.valueOf(failure.getMessage()));
        }

        @Override
        public void over(String destination) {
            int count = alone.getAndSet(0);
            if (count > 0) {
                doubts.accept(
                        "At %s there is no artifact beside %d of the sidecars: they expired, or somebody removed them"
                                .formatted(destination, count));
            }
        }

        @Override
        public void unseen(String destination, ExportFailure failure) {
            alone.set(0);
            doubts.accept(destination + " could not be looked at: " + failure.getMessage());
        }
    }
}
