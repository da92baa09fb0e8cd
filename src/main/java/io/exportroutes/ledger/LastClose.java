package io.exportroutes.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a SQLite ledger was left, noted in its {@link LockFile}: {@code open N} while N have it open, {@code left …} with the
 * file's size, time and inode once the last of them closed it. One that was killed, or whose machine lost its power, stays
 * counted. Each method is called in one's turn.
 */
final class LastClose {
    private static final Pattern OPEN = Pattern.compile("open (\\d{1,9})");
    /** Two changes within one step of the file system's clock look like one. */
    private static final Duration CLOCK_STEP = Duration.ofMillis(20);

    private final Path ledger;
    private final Path log;
    private final LockFile lock;

    LastClose(Path ledger, LockFile lock) {
        this.ledger = ledger;
        this.log = ledger.resolveSibling(ledger.getFileName() + "-wal");
        this.lock = lock;
    }

    /** Whether the ledger's log has something in it, as it has only while somebody uses the ledger or was killed. */
    boolean isLogged() throws IOException {
        return Files.exists(log) && Files.size(log) > 0;
    }

    Path log() {
        return log;
    }

    /** Whether no process has the ledger open, the last one closed it, and nothing has changed it since. */
    boolean wasClean() throws IOException {
        Optional<String> left = left();
        return left.isPresent() && left.equals(lock.note());
    }

    void opened(boolean alone) throws IOException {
        lock.note("open " + (alone ? 1 : opened() + 1));
        lock.entered();
    }

    /** To be called when the ledger itself is closed. */
    void closed() throws IOException {
        lock.left();
        long others = Math.max(opened() - 1, 0);
        if (!lock.isUnused()) {
            lock.note("open " + Math.max(others, 1));
        } else if (others == 0) {
            awaitClockStep();
            Optional<String> left = left();
            if (left.isPresent()) {
                lock.note(left.get());
            }
        }
    }

    /** How many have it open, or were killed while they had. */
    private long opened() throws IOException {
        Matcher open = OPEN.matcher(lock.note().orElse(""));
        return open.matches() ? Long.parseLong(open.group(1)) : 0;
    }

    private Optional<String> left() throws IOException {
        if (Files.exists(log)) {
            return Optional.empty();
        }
        Map<String, Object> facts = Files.readAttributes(ledger, "unix:size,lastModifiedTime,ino");
        return Optional.of("left size %s, time %s, inode %s"
                .formatted(facts.get("size"), facts.get("lastModifiedTime"), facts.get("ino")));
    }

    /** Waits until the clock has moved, so that every later change of the file changes its time as well. */
    private void awaitClockStep() throws IOException {
        FileTime changed = Files.getLastModifiedTime(ledger);
        long age = System.currentTimeMillis() - changed.toMillis();
        if (age >= 0 && age < CLOCK_STEP.toMillis()) {
            LockSupport.parkNanos(CLOCK_STEP.minusMillis(age).toNanos());
        }
    }
}
