package io.exportroutes.chain;

import io.exportroutes.custody.ChainSource;
import io.exportroutes.custody.CustodyFiles;
import io.exportroutes.custody.Entry;
import io.exportroutes.custody.StoredEntry;
import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.ArchiveRequest;
import io.exportroutes.delivery.ArchiveRequest.Operation;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.value.DaemonThreads;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Spliterators;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The chain of one job as a destination has it, several entries being read at a time. */
public final class ArchiveChain implements ChainSource {
    private static final int READ_AT_ONCE = 8;
    private static final int AHEAD = 4 * READ_AT_ONCE;
    /** A signature has some 300 bytes. */
    private static final int LARGEST_SIGNATURE = 16 * 1024;

    private final String destination;
    private final Archive archive;
    private final String job;

    public ArchiveChain(String destination, Archive archive, String job) {
        this.destination = destination;
        this.archive = archive;
        this.job = job;
    }

    @Override
    public Stream<StoredEntry> entries() {
        ExecutorService readers = Executors.newFixedThreadPool(READ_AT_ONCE, DaemonThreads.named("chain"));
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(new Reading(readers), 0), false)
                .onClose(readers::shutdownNow);
    }

    /** One entry; empty if it is not there. */
    Optional<StoredEntry> entry(long seq) throws IOException {
        return Optional.ofNullable(read(seq));
    }

    /** What lies under the key, as far as it is needed to see that it is too long; null if there is nothing. */
    static byte @Nullable [] find(Archive archive, String key, int most) throws IOException {
        try (InputStream there = archive.read(key)) {
            return there.readNBytes(most + 1);
        } catch (ExportFailure failure) {
            if (failure.is(FailureCode.NOT_FOUND)) {
                return null;
            }
            throw failure;
        }
    }

    private @Nullable StoredEntry read(long seq) throws IOException {
        byte[] entry = find(archive, CustodyFiles.entry(job, seq), Entry.LARGEST);
        return entry == null
                ? null // it went since it was listed
                : new StoredEntry(seq, entry, find(archive, CustodyFiles.signature(job, seq), LARGEST_SIGNATURE));
    }

    /** Lists a page at a time, and reads a few entries ahead. */
    private final class Reading implements Iterator<StoredEntry> {
        private final ExecutorService readers;
        private final Deque<Future<@Nullable StoredEntry>> ahead = new ArrayDeque<>();
        private final Deque<Long> listed = new ArrayDeque<>();
        private String last = "";
        private boolean listedAll;
        private @Nullable StoredEntry next;

        Reading(ExecutorService readers) {
            this.readers = readers;
        }

        @Override
        public boolean hasNext() {
            while (next == null) {
                fill();
                if (ahead.isEmpty()) {
                    return false;
                }
                next = await(ahead.remove());
            }
            return true;
        }

        @Override
        public StoredEntry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            StoredEntry found = Objects.requireNonNull(next);
            next = null;
            return found;
        }

        private void fill() {
            while (ahead.size() < AHEAD && !(listedAll && listed.isEmpty())) {
                if (listed.isEmpty()) {
                    list();
                } else {
                    long seq = listed.remove();
                    ahead.add(readers.submit(() -> read(seq)));
                }
            }
        }

        private void list() {
            List<StoredObject> page = archive.list(
                    new ArchiveRequest(Operation.LIST, CustodyFiles.chain(job), last, ArchiveRequest.LARGEST_PAGE));
            listedAll = page.isEmpty();
            for (StoredObject object : page) {
                last = object.key();
                OptionalLong seq = CustodyFiles.number(object.key());
                if (seq.isPresent() && CustodyFiles.entry(job, seq.getAsLong()).equals(object.key())) {
                    listed.add(seq.getAsLong());
                }
            }
        }

        private @Nullable StoredEntry await(Future<@Nullable StoredEntry> reading) {
            try {
                return reading.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ExportFailure failure) {
                    throw failure;
                }
                throw new TransientFailure(
                        FailureCode.IO_ERROR,
                        "Reading the chain %s at %s failed: %s".formatted(job, destination, e.getCause()),
                        "Try again",
                        e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TransientFailure(
                        FailureCode.INTERRUPTED, "Reading the chain " + job + " was interrupted", "Try again", e);
            }
        }
    }
}
