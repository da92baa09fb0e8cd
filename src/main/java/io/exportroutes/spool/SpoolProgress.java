package io.exportroutes.spool;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.spool.SpoolFile.State;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Shared by the writer of one spool file and its readers: how much may be read, and the wait for more. */
final class SpoolProgress {
    private final String exportId;
    private final Duration stall;
    private final Set<SpoolReader> readers = ConcurrentHashMap.newKeySet();

    private State state;
    private long received;
    private int generation;
    private volatile int invalidations;
    private boolean arrived;
    private OptionalLong expected;
    private @Nullable Verified verified;
    private @Nullable ExportFailure failure;
    private final LongSupplier ticker;
    private long lastChange;

    SpoolProgress(String exportId, Duration stall, SpoolFile.Found found) {
        this(exportId, stall, found, System::nanoTime);
    }

    /** @param ticker the time in nanoseconds since some moment, which only grows */
    SpoolProgress(String exportId, Duration stall, SpoolFile.Found found, LongSupplier ticker) {
        this.exportId = exportId;
        this.ticker = ticker;
        this.lastChange = ticker.getAsLong();
        this.stall = stall;
        this.received = found.received();
        this.expected = found.expected() == null ? OptionalLong.empty() : OptionalLong.of(found.expected());
        this.verified = found.verified();
        this.state = found.verified() == null ? State.RECEIVING : State.WHOLE;
    }

    synchronized State state() {
        return state;
    }

    synchronized long received() {
        return received;
    }

    synchronized OptionalLong expected() {
        return expected;
    }

    @Nullable
    synchronized Verified verified() {
        return verified;
    }

    Set<SpoolReader> readers() {
        return Set.copyOf(readers);
    }

    void register(SpoolReader reader) {
        readers.add(reader);
    }

    void unregister(SpoolReader reader) {
        readers.remove(reader);
        synchronized (this) {
            notifyAll(); // wakes it if another thread closed it
        }
    }

    // ---- the writer's side

    synchronized void checkReceiving() throws IOException {
        if (failure != null) {
            throw SpoolFailures.thrown(failure);
        }
        if (state == State.WHOLE) {
            throw new IllegalStateException("Export " + exportId + " is complete already");
        }
    }

    void checkRoomFor(int length) throws IOException {
        checkReceiving();
        OptionalLong promised = expected();
        long arrived = received() + length;
        if (promised.isPresent() && arrived > promised.getAsLong()) {
            throw SpoolFailures.thrown(SpoolFailures.tooLong(exportId, promised.getAsLong(), arrived));
        }
    }

    void checkFull() throws IOException {
        checkReceiving();
        OptionalLong promised = expected();
        if (received() == 0) {
            throw SpoolFailures.thrown(SpoolFailures.empty(exportId));
        }
        if (promised.isPresent() && promised.getAsLong() != received()) {
            throw SpoolFailures.thrown(SpoolFailures.truncated(exportId, promised.getAsLong(), received()));
        }
    }

    void expect(long size) {
        change(() -> {
            expected = OptionalLong.of(size);
            invalidations = invalidations + 1;
        });
    }

    void advance(int length) {
        change(() -> received += length);
    }

    void arrived() {
        change(() -> arrived = true);
    }

    void touch() {
        change(() -> {});
    }

    void complete(Verified proof) {
        change(() -> {
            verified = proof;
            expected = OptionalLong.of(proof.size());
            state = State.WHOLE;
        });
    }

    void fail(ExportFailure reason) {
        change(() -> {
            if (state == State.RECEIVING) {
                failure = reason;
                state = State.FAILED;
                invalidations = invalidations + 1;
            }
        });
    }

    /** No reader opens the file between its removal and the new generation. */
    synchronized void restart(Removal removal) throws IOException {
        removal.run();
        generation++;
        invalidations = invalidations + 1;
        received = 0;
        arrived = false;
        expected = OptionalLong.empty();
        lastChange = ticker.getAsLong();
        notifyAll();
    }

    /** Removes the bytes of a generation. */
    interface Removal {
        void run() throws IOException;
    }

    // ---- the readers' side

    /** Changes when bytes that were released to readers are no longer valid; read without the lock. */
    int invalidations() {
        return invalidations;
    }

    /**
     * Blocks until the reader may continue, and gives the position up to which it may read (exclusive); its own position where
     * the artifact ends there.
     */
    synchronized long awaitMore(SpoolReader reader) throws IOException {
        long since = ticker.getAsLong();
        while (true) {
            reader.checkOpen();
            checkNotFailed();
            if (!reader.belongsTo(generation) || !reader.mayKeepPromise(expected)) {
                throw SpoolFailures.thrown(SpoolFailures.restarted(exportId));
            }
            long limit = limitFor(reader);
            if (reader.position() < limit) {
                reader.openFor(generation);
                return limit;
            }
            if (state == State.WHOLE || (arrived && reader.inspects())) {
                return limit;
            }
            awaitChange(since, Long.MAX_VALUE);
        }
    }

    /** Null if it is not verified within that time. */
    @Nullable
    synchronized Verified awaitVerified(long nanos) throws IOException {
        long since = ticker.getAsLong();
        while (true) {
            checkNotFailed();
            long left = nanos - (ticker.getAsLong() - since);
            if (verified != null || left <= 0) {
                return verified;
            }
            awaitChange(since, left);
        }
    }

    /** The withheld last byte: of the bytes received, and of the size that the reader has promised to others. */
    private long limitFor(SpoolReader reader) {
        if (state == State.WHOLE || reader.inspects()) {
            return received;
        }
        return Math.max(0, Math.min(received, reader.promised()) - 1);
    }

    private void checkNotFailed() throws IOException {
        if (failure != null) {
            throw SpoolFailures.thrown(failure);
        }
    }

    /** Waits until something changes or the stall time is over, counted from the last change or the wait's begin. */
    private void awaitChange(long since, long atMost) throws IOException {
        long quiet = Math.min(ticker.getAsLong() - lastChange, ticker.getAsLong() - since);
        long left = stall.toNanos() - quiet;
        if (left <= 0) {
            throw SpoolFailures.thrown(SpoolFailures.stalled(exportId, received, stall));
        }
        try {
            TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, atMost));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException thrown = new InterruptedIOException("Waiting was interrupted");
            thrown.initCause(SpoolFailures.interrupted(exportId));
            throw thrown;
        }
    }

    private synchronized void change(Runnable action) {
        action.run();
        lastChange = ticker.getAsLong();
        notifyAll();
    }
}
