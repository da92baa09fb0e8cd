package io.exportroutes.delivery.sftp;

import io.exportroutes.delivery.ContentBatch;
import io.exportroutes.delivery.KeyLocks;
import io.exportroutes.delivery.PutResult;
import io.exportroutes.delivery.TrackedStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Small contents that are written together over one connection: each step is sent for all of them before the answers to it are
 * looked at. One that fails leaves the others as they are, unless the connection itself fails.
 */
final class SftpBatch {
    /** In each channel; servers limit how many files are open at a time. */
    private static final int OPEN_FILES = 32;

    private final List<Entry> entries = new ArrayList<>();
    private final SftpPaths paths;
    private final KeyLocks locks;

    SftpBatch(List<ContentBatch.Item> items, SftpPaths paths, KeyLocks locks) {
        this.paths = paths;
        this.locks = locks;
        items.forEach(item -> entries.add(new Entry(item)));
    }

    /**
     * Writes all.
     *
     * @param lanes of one connection, among which the items are divided: a server works on one request of a channel at a time, and
     *     its disk takes longest
     * @param look what has to be true before anything gets its name
     * @throws IOException if the connection failed; {@link #results} then has it for all that were not stored before
     */
    void write(List<SftpConnection> lanes, Look look) throws IOException {
        int together = OPEN_FILES * lanes.size();
        try {
            for (int from = 0; from < entries.size(); from += together) {
                write(entries.subList(from, Math.min(entries.size(), from + together)), lanes, look);
            }
        } catch (IOException | RuntimeException e) {
            clearAfter(e);
            fail(e);
            throw e;
        } finally {
            entries.forEach(Entry::release);
        }
    }

    private void write(List<Entry> some, List<SftpConnection> lanes, Look look) throws IOException {
        for (int place = 0; place < some.size(); place++) {
            SftpConnection lane = lanes.get(place % lanes.size());
            take(some.get(place), entry -> entry.begin(lane));
        }
        each(some, Entry::send);
        each(some, Entry::confirm);
        look.look();
        each(some, Entry::askForName);
        each(some, Entry::finish);
    }

    /** Up to the first one to which the server does not answer. */
    private void clearAfter(Exception failure) {
        for (Entry entry : entries) {
            if (entry.result == null && !entry.clearAfter(failure)) {
                return;
            }
        }
    }

    /** Makes this the failure of all that have no result yet. */
    void fail(Exception reason) {
        entries.stream().filter(entry -> entry.result == null).forEach(entry -> entry.result = failed(entry, reason));
    }

    /** One for each item, in their order. */
    List<PutResult> results() {
        return entries.stream().map(Entry::result).toList();
    }

    private void each(List<Entry> some, Step step) throws IOException {
        for (Entry entry : some) {
            if (entry.result == null) {
                take(entry, step);
            }
        }
    }

    /** A failure of the item is its result; one of the connection is thrown. */
    private void take(Entry entry, Step step) throws IOException {
        try {
            step.take(entry);
        } catch (SftpRefusal | RuntimeException e) {
            entry.end(failed(entry, e), e);
        } catch (IOException e) {
            IOException source = entry.failureOfSource();
            if (source == null) {
                throw e;
            }
            entry.end(PutResult.failed(source), source);
        }
    }

    private PutResult failed(Entry entry, Exception thrown) {
        return PutResult.failed(
                thrown instanceof IOException e ? SftpFailures.of("Writing " + entry.location(), e) : thrown);
    }

    /** A condition of the whole batch. */
    interface Look {
        void look() throws IOException;
    }

    private interface Step {
        void take(Entry entry) throws IOException;
    }

    private final class Entry {
        private final ContentBatch.Item item;
        private KeyLocks.@Nullable Claim claim;
        private @Nullable SftpPut put;
        private @Nullable PutResult result;

        Entry(ContentBatch.Item item) {
            this.item = item;
        }

        void begin(SftpConnection link) throws IOException {
            String target = paths.path(item.key());
            claim = locks.claim(item.key());
            put = new SftpPut(link, item.content(), target, location());
            put.begin();
        }

        void send() throws IOException {
            try (InputStream opened = item.content().open()) {
                begun().send(new TrackedStream(item.content(), opened));
            }
        }

        void confirm() throws IOException {
            begun().confirm();
        }

        void askForName() throws IOException {
            begun().askForName();
        }

        void finish() throws IOException {
            result = PutResult.of(begun().stored());
        }

        private SftpPut begun() {
            if (put == null) {
                throw new IllegalStateException(location() + " was not begun");
            }
            return put;
        }

        void end(PutResult failure, Exception reason) {
            result = failure;
            clearAfter(reason);
        }

        boolean clearAfter(Exception reason) {
            return put == null || put.clearAfter(reason);
        }

        @Nullable
        IOException failureOfSource() {
            return put == null ? null : put.failureOfSource();
        }

        String location() {
            return paths.location(item.key());
        }

        void release() {
            if (claim != null) {
                claim.close();
            }
        }

        PutResult result() {
            return result == null ? PutResult.failed(new IllegalStateException("Nothing was done")) : result;
        }
    }
}
