package io.exportroutes.delivery;

import io.exportroutes.value.BlockStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a file of known length, of which the last one is given out only once the file was looked at again. What is
 * skipped is not read, so that each part of an upload in parts begins at its place.
 */
final class UnchangedStream extends BlockStream {
    /** Looks whether the file is what it was, and throws where it is not. */
    @FunctionalInterface
    interface Check {
        void run() throws IOException;
    }

    private final Check check;
    private long left;

    UnchangedStream(InputStream file, long length, Check check) {
        super(file);
        this.left = length;
        this.check = check;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            check.run();
            return -1;
        }
        int read = in.read(buffer, offset, (int) Math.min(left, length));
        if (read < 0 || read == left) {
            check.run();
        }
        if (read < 0) {
            throw new IOException("The file ended " + left + " bytes early");
        }
        left -= read;
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        // A channel skips beyond the end as well.
        long skipped = in.skip(Math.min(bytes, left));
        left -= skipped;
        return skipped;
    }
}
