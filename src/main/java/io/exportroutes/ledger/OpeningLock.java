package io.exportroutes.ledger;

import io.exportroutes.failure.PassingFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time open a SQLite ledger, since Flyway has no lock there: two that start together on a new file
 * would both create it. It is a file of its own beside the ledger, as closing a second handle on the ledger itself would
 * drop SQLite's locks. It also remembers that a ledger was made, so that one that is gone is not taken for one that never was.
 */
final class OpeningLock implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final String MADE = "A ledger was made beside this file.\n";
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(20);

    private final FileChannel channel;

    private OpeningLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for the lock, up to a minute. */
    static OpeningLock of(Path ledger, FileAttribute<?> folder, FileAttribute<?> file) throws IOException {
        Path parent = ledger.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            Files.createDirectories(parent, folder);
        }
        Path path = ledger.resolveSibling(ledger.getFileName() + ".lock");
        OpeningLock lock = new OpeningLock(
                FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), file));
        try {
            lock.await(path);
            return lock;
        } catch (IOException | RuntimeException thrown) {
            lock.close();
            throw thrown;
        }
    }

    private void await(Path path) throws IOException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (tryLock() == null) {
            if (System.nanoTime() - deadline > 0) {
                throw new PassingFailure(
                        "ledger_busy",
                        "Another process has been opening the ledger for %d s and holds %s"
                                .formatted(LONGEST_WAIT.toSeconds(), path),
                        "Look for a process of this program that hangs");
            }
            LockSupport.parkNanos(STEP);
        }
    }

    private @Nullable FileLock tryLock() throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByAnotherThread) {
            return null;
        }
    }

    /** Whether a ledger was once whole here. */
    boolean remembers() throws IOException {
        return channel.size() > 0;
    }

    /** From now on a ledger that is not here any more is missed. */
    void remember() throws IOException {
        if (!remembers()) {
            channel.write(ByteBuffer.wrap(MADE.getBytes(StandardCharsets.US_ASCII)), 0);
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
