package io.exportroutes.app;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Folders;
import io.exportroutes.value.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Exclusive lock on a state folder; the operating system releases it when the process exits. */
final class StateFolderLock implements AutoCloseable {
    private static final String FILE = "engine.lock";
    /** The byte whose lock decides which engine may begin. */
    private static final long CLAIM = 0;
    /** The byte whose lock shows other processes that an engine is at work. */
    private static final long AT_WORK = 1;

    private static final long LOOKERS_TIME = TimeUnit.MILLISECONDS.toNanos(2);

    private final FileChannel channel;

    private StateFolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** The lock, or empty if another process holds it. */
    static Optional<StateFolderLock> tryAcquire(Path stateDirectory) {
        Path file = stateDirectory.resolve(FILE);
        try {
            Folders.make(stateDirectory);
            FileChannel channel =
                    OwnerOnly.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                return lock(channel);
            } catch (IOException e) {
                channel.close(); // and with it the lock, which is of no use without the process's id
                throw e;
            }
        } catch (IOException e) {
            throw unusable(stateDirectory, e);
        }
    }

    static PermanentFailure unusable(Path stateDirectory, IOException cause) {
        return new PermanentFailure(
                FailureCode.STATE_UNUSABLE,
                "The state folder " + stateDirectory + " cannot be used: " + cause,
                "Give the program's user write access to it, free some space on its disk, or name another folder with --state.",
                cause);
    }

    /** The process that works on the state folder, or empty. The check takes no lock that an engine needs to begin. */
    static OptionalLong holder(Path stateDirectory) {
        Path file = stateDirectory.resolve(FILE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (isFree(channel)) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
        } catch (NoSuchFileException neverHeld) {
            return OptionalLong.empty();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.of(0);
        }
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try (FileLock lock = channel.tryLock(AT_WORK, 1, true)) {
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static Optional<StateFolderLock> lock(FileChannel channel) throws IOException {
        if (tryLock(channel, CLAIM) == null) {
            channel.close();
            return Optional.empty();
        }
        while (tryLock(channel, AT_WORK) == null) {
            LockSupport.parkNanos(LOOKERS_TIME); // a process that checks has it for a moment
        }
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        return Optional.of(new StateFolderLock(channel));
    }

    private static @Nullable FileLock tryLock(FileChannel channel, long position) throws IOException {
        try {
            return channel.tryLock(position, 1, false);
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
