package io.exportroutes.spool;

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

/** SHA-256 in lower-case hex; of files with a fixed buffer. */
public final class Hashes {
    private static final int BUFFER = 256 * 1024;

    private Hashes() {}

    /** The SHA-256 of the bytes. */
    public static String sha256(byte[] bytes) {
        return Sha256.hex(bytes);
    }

    /**
     * The SHA-256 of the whole file.
     *
     * @param alive called with each buffer that is read; ends the reading by throwing
     */
    public static String sha256(Path file, Runnable alive) throws IOException {
        MessageDigest digest = Sha256.digest();
        update(digest, file, 0, Files.size(file), alive);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The SHA-256 of so many bytes of the file. */
    static String sha256(Path file, long from, long length, Runnable alive) throws IOException {
        MessageDigest digest = Sha256.digest();
        update(digest, file, from, from + length, alive);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Feeds the bytes {@code from} (inclusive) {@code to} (exclusive) of the file. */
    static void update(MessageDigest digest, Path file, long from, long to, Runnable alive) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long position = from;
            while (position < to) {
                alive.run();
                buffer.clear().limit((int) Math.min(BUFFER, to - position));
                int count = channel.read(buffer, position);
                if (count < 0) {
                    throw new EOFException("%s has %d bytes, %d were expected".formatted(file, position, to));
                }
                digest.update(buffer.flip());
                position += count;
            }
        }
    }
}
