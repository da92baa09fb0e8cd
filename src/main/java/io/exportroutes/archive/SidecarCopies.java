package io.exportroutes.archive;

import io.exportroutes.delivery.StoredObject;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.value.DaemonThreads;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The copies that the sidecars at some destinations tell of: what is left where there is no ledger. Each sidecar is read; a copy counts
 * only if an artifact of its size is beside it.
 */
public final class SidecarCopies implements CopySource {
    private static final int READ_AT_ONCE = 16;
    private static final int AHEAD = 4 * READ_AT_ONCE;

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
        ExecutorService readers = Executors.newFixedThreadPool(READ_AT_ONCE, DaemonThreads.named("sidecars"));
        try {
            int unseen = 0;
            for (String destination : destinations) {
                try {
                    look(destination, readers, copy -> keep(copy, choice, newest, limit));
                } catch (ExportFailure failure) {
                    if (++unseen == destinations.size()) {
                        throw failure;
                    }
                    doubts.accept(destination + " could not be looked at: " + failure.getMessage());
                }
            }
            partial = unseen > 0;
        } finally {
            readers.shutdownNow();
        }
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

    private void look(String destination, ExecutorService readers, Consumer<ArchivedCopy> found) {
        Deque<Future<@Nullable ArchivedCopy>> reading = new ArrayDeque<>();
        AtomicInteger alone = new AtomicInteger();
        new Shelf(destination, archives.of(destination)).visit("", new Shelf.Visitor() {
            @Override
            public void sidecar(StoredObject sidecar, @Nullable StoredObject artifact) {
                if (artifact == null) {
                    alone.incrementAndGet();
                    return;
                }
                reading.add(readers.submit(() -> read(destination, sidecar, artifact)));
                if (reading.size() > AHEAD) {
                    take(reading).forEach(found);
                }
            }

            @Override
            public void other(StoredObject object) {
                // Not ours, or an artifact whose sidecar is still to come.
            }
        });
        while (!reading.isEmpty()) {
            take(reading).forEach(found);
        }
        if (alone.get() > 0) {
            doubts.accept("At %s there is no artifact beside %d of the sidecars: they expired, or somebody removed them"
                    .formatted(destination, alone.get()));
        }
    }

    private @Nullable ArchivedCopy read(String destination, StoredObject sidecar, StoredObject artifact)
            throws IOException {
        try {
            ArchivedCopy copy = SidecarReader.read(destination, archives.of(destination), sidecar.key());
            if (artifact.size() == copy.bytes().size()) {
                return copy;
            }
            doubts.accept("At %s, %s has %d bytes, and its sidecar says %d"
                    .formatted(
                            destination,
                            copy.key(),
                            artifact.size(),
                            copy.bytes().size()));
        } catch (ExportFailure failure) {
            doubts.accept(String.valueOf(failure.getMessage()));
        }
        return null;
    }

    private static Stream<ArchivedCopy> take(Deque<Future<@Nullable ArchivedCopy>> reading) {
        try {
            return Stream.ofNullable(reading.remove().get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("Reading a sidecar ended in a surprise", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
