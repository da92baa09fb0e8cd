package io.exportroutes.delivery.sftp;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A file's attributes as a server of version 3 sends them.
 *
 * @param kind the bits of its type, or 0 if the server does not say
 */
record SftpAttributes(long size, int kind, Instant modified) {
    private static final int HAS_OWNER = 0x02;
    private static final int HAS_PERMISSIONS = 0x04;
    private static final int HAS_TIMES = 0x08;
    private static final int HAS_EXTENDED = 0x80000000;
    private static final int KIND = 0170000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;
    private static final long UNSIGNED = 0xffffffffL;

    /** Reads them, and nothing behind them. */
    static SftpAttributes read(ByteBuffer fields) throws IOException {
        try {
            int flags = fields.getInt();
            long size = has(flags, Sftp.HAS_SIZE) ? fields.getLong() : 0;
            if (has(flags, HAS_OWNER)) {
                fields.getLong();
            }
            int kind = has(flags, HAS_PERMISSIONS) ? fields.getInt() & KIND : 0;
            Instant modified = Instant.EPOCH;
            if (has(flags, HAS_TIMES)) {
                fields.getInt();
                modified = Instant.ofEpochSecond(fields.getInt() & UNSIGNED);
            }
            int extended = has(flags, HAS_EXTENDED) ? fields.getInt() : 0;
            for (int pair = 0; pair < extended; pair++) {
                SftpClient.string(fields);
                SftpClient.string(fields);
            }
            return new SftpAttributes(size, kind, modified);
        } catch (BufferUnderflowException e) {
            throw new IOException("The server sent attributes that end in the middle of a field", e);
        }
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    boolean isFolder() {
        return kind == FOLDER;
    }

    /** Also where the server does not say. */
    boolean isFile() {
        return kind == FILE || kind == 0;
    }
}
