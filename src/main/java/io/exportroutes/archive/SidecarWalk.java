package io.exportroutes.archive;

import io.exportroutes.delivery.StoredObject;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.value.DaemonThreads;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the sidecars at destinations and reads several at a time. Whatever is read is given in the order of the destinations and
 * of their keys, on the calling thread.
 */
public final class SidecarWalk<T> {
    private static final int READ_AT_ONCE = 16;
    private static final int AHEAD = 4 * READ_AT_ONCE;

    private final Archives archives;
    private final Visitor<T> visitor;

    public SidecarWalk(Archives archives, Visitor<T> visitor) {
        this.archives = archives;
        this.visitor = visitor;
    }

    /**
     * A sidecar in a listing.
     *
     * @param key its own
     * @param artifact what lies beside it, or null
     */
    public record Listed(
            String destination, String key, @Nullable StoredObject artifact) {}

    /** The visitor's own failure, which says nothing of a destination. */
    private static final class OfVisitor extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final ExportFailure failure;

        OfVisitor(ExportFailure failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /** Who reads them, and is told what was read. */
    public interface Visitor<T> {
        /** Reads one, on any thread; null where there is nothing to tell of it. */
        @Nullable
        T read(Listed sidecar) throws IOException;

        /** What was read of one; a failure ends the walk. */
        void found(T read);

        /** A sidecar could not be read or understood. */
        void failed(ExportFailure failure);

        /** The destination was gone through. */
        void over(String destination);

        /** The destination could not be looked at, and the others are. */
        void unseen(String destination, ExportFailure failure);
    }

    /**
     * Goes through all of them.
     *
     * @return whether each destination could be looked at
     * @throws ExportFailure if none could
     */
    public boolean visit(Collection<String> destinations) {
        ExecutorService readers = Executors.newFixedThreadPool(READ_AT_ONCE, DaemonThreads.named("sidecars"));
        try {
            int unseen = 0;
            for (String destination : destinations) {
                try {
                    visit(destination, readers);
                } catch (ExportFailure failure) {
                    if (++unseen == destinations.size()) {
                        throw failure;
                    }
                    visitor.unseen(destination, failure);
                }
            }
            return unseen == 0;
        } catch (OfVisitor ended) {
            throw ended.failure;
        } finally {
            readers.shutdownNow();
        }
    }

    private void visit(String destination, ExecutorService readers) {
        Deque<Future<@Nullable T>> reading = new ArrayDeque<>();
        new Shelf(destination, archives.of(destination)).visit("", new Shelf.Visitor() {
            @Override
            public void sidecar(StoredObject sidecar, @Nullable StoredObject artifact) {
                Listed listed = new Listed(destination, sidecar.key(), artifact);
                reading.add(readers.submit(() -> visitor.read(listed)));
                if (reading.size() > AHEAD) {
                    take(reading);
                }
            }

            @Override
            public void other(StoredObject object) {
                // Not ours, or an artifact whose sidecar is still to come.
            }
        });
        while (!reading.isEmpty()) {
            take(reading);
        }
        visitor.over(destination);
    }

    private void take(Deque<Future<@Nullable T>> reading) {
        T read;
        try {
            read = reading.remove().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ExportFailure failure) {
                visitor.failed(failure);
                return;
            }
            throw new IllegalStateException("Reading a sidecar ended in a surprise", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
        if (read != null) {
            found(read);
        }
    }

    private void found(T read) {
        try {
            visitor.found(read);
        } catch (ExportFailure failure) {
            throw new OfVisitor(failure);
        }
    }
}
