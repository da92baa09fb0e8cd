package io.exportroutes.ledger;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.value.Folders;
import io.exportroutes.value.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The file beside a SQLite ledger. One process at a time locks its first byte, to open the ledger or to leave it, since Flyway
 * has no lock there: two that start together on a new file would both create it. Everybody who has the ledger open holds a
 * lock on some byte behind, which the operating system releases when the process exits. Its text remembers that a ledger was
 * made, so that one that is gone is not taken for one that never was, and has room for a note.
 *
 * <p>It is a separate file, because closing a second handle on the ledger itself would drop SQLite's locks. For the same reason
 * each ledger keeps this file open as long as itself, and through one handle.
 */
final class LockFile implements AutoCloseable {
    private static final byte[] MADE = "A ledger was made beside this file.\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NOTE = 1000;
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(20);

    /** The byte whose lock permits to open or close the ledger. */
    private static final long TURN = 0;
    /** A process may not lock one byte twice, not even to share it: each ledger of this process has its own byte. */
    private static final AtomicLong NEXT_BYTE = new AtomicLong(TURN + 1);

    private final Path path;
    private final FileChannel channel;
    private @Nullable FileLock user;

    private LockFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Opens the file beside the ledger; it and its folder are made where they are missing. */
    static LockFile of(Path ledger) throws IOException {
        Folders.make(ledger.getParent());
        Path path = ledger.resolveSibling(ledger.getFileName() + ".lock");
        return new LockFile(
                path,
                OwnerOnly.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /**
     * Waits for the right to open or to leave the ledger; it ends when the lock is closed.
     *
     * @throws TransientFailure {@code ledger_busy} if another process keeps it for longer than that
     */
    FileLock awaitTurn(Duration longest) throws IOException {
        long deadline = System.nanoTime() + longest.toNanos();
        FileLock lock = tryLock(TURN, 1);
        while (lock == null) {
            if (System.nanoTime() - deadline > 0) {
                throw new TransientFailure(
                        FailureCode.LEDGER_BUSY,
                        "Another process has been opening the ledger for %d s and holds %s"
                                .formatted(longest.toSeconds(), path),
                        "Look for a hanging process of this program");
            }
            LockSupport.parkNanos(STEP);
            lock = tryLock(TURN, 1);
        }
        return lock;
    }

    private @Nullable FileLock tryLock(long position, long size) throws IOException {
        try {
            return channel.tryLock(position, size, false);
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    /** From now on, until {@link #left} or the end of this process, others can see that somebody has the ledger open. */
    void entered() throws IOException {
        user = channel.lock(NEXT_BYTE.getAndIncrement(), 1, true);
    }

    /** The end of {@link #entered}. */
    void left() throws IOException {
        if (user != null) {
            user.release();
            user = null;
        }
    }

    /** Whether no process has the ledger open. Call it while holding the turn. */
    boolean isUnused() throws IOException {
        try (FileLock all = tryLock(TURN + 1, Long.MAX_VALUE - TURN - 1)) {
            return all != null;
        }
    }

    /** Whether a ledger was once complete here. */
    boolean remembers() throws IOException {
        return channel.size() > 0;
    }

    /** From now on a missing ledger is an error. */
    void remember() throws IOException {
        if (!remembers()) {
            channel.write(ByteBuffer.wrap(MADE), 0);
            channel.force(true);
        }
    }

    /** The note that was written last; empty if there is none. */
    Optional<String> note() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_NOTE);
        channel.read(bytes, MADE.length);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        int end = text.indexOf('\n');
        return end < 0 ? Optional.empty() : Optional.of(text.substring(0, end));
    }

    /** Replaces the note by another one, of one line, where a ledger {@link #remember was made}. */
    void note(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        channel.write(ByteBuffer.wrap(bytes), MADE.length);
        channel.truncate(MADE.length + (long) bytes.length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
