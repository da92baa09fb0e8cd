package io.exportroutes.spool;

import io.exportroutes.value.OwnerOnly;
import io.exportroutes.value.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The writing end of one spool file: positioned writes, and the SHA-256 on the way. Not safe for several threads; an
 * interrupt closes its channel, and the next write opens another one.
 */
final class GrowingFile {
    private static final long STEP = 1 << 20;

    private final Path path;
    private final MessageDigest digest = Sha256.digest();
    private final WriteBehind writeBehind = new WriteBehind();
    private @Nullable FileChannel channel;
    private long hashed;

    GrowingFile(Path path) {
        this.path = path;
    }

    /** Writes at the given position, which is the number of bytes that are there. */
    void write(long position, byte[] buffer, int offset, int length) throws IOException {
        catchUp(position);
        FileChannel open = channel();
        ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
        long at = position;
        while (bytes.hasRemaining()) {
            at += open.write(bytes, at);
        }
        digest.update(buffer, offset, length);
        hashed += length;
        writeBehind.wrote(open, length);
    }

    /** Syncs the bytes to the disk and returns their SHA-256. */
    String finish(long size) throws IOException {
        catchUp(size);
        FileChannel open = channel();
        open.truncate(size);
        if (open.size() != size) {
            throw new EOFException("%s has %d bytes, %d were written".formatted(path, open.size(), size));
        }
        open.force(true);
        close();
        hashed = 0;
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Drops all bytes. Readers still have the old file open: the new bytes go to a new file. */
    void startOver() throws IOException {
        close();
        Files.deleteIfExists(path);
        digest.reset();
        hashed = 0;
    }

    /** Closes the handle; the bytes stay. */
    void abandon() {
        try {
            close();
        } catch (IOException nothingWasBuffered) {
            channel = null;
        }
    }

    private void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    private void catchUp(long position) throws IOException {
        catchUp(position, () -> {});
    }

    /**
     * Hashes the bytes of an earlier process, up to that position.
     *
     * @param alive called with each part that is read; ends it by throwing, and the next call continues
     */
    void catchUp(long position, Runnable alive) throws IOException {
        while (hashed < position) {
            alive.run();
            long next = Math.min(position, hashed + STEP);
            hash(next);
        }
    }

    private void hash(long next) throws IOException {
        try {
            Hashes.update(digest, path, hashed, next, () -> {});
            hashed = next;
        } catch (IOException unreadable) {
            digest.reset(); // it is unknown how much of it was fed
            hashed = 0;
            throw unreadable;
        }
    }

    private FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open == null || !open.isOpen()) {
            open = OwnerOnly.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel = open;
        }
        return open;
    }
}
