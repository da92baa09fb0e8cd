package io.exportroutes.delivery.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The next bytes of a stream as a stream of their own: read once, never beyond its end, and not the owner of the other. */
final class StreamSlice extends FilterInputStream {
    private long left;

    StreamSlice(InputStream whole, long length) {
        super(whole);
        left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = in.read(buffer, offset, (int) Math.min(left, length));
        left -= Math.max(read, 0);
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        return readNBytes((int) Math.min(bytes, 8_192)).length;
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() {
        // The other stream continues after this slice.
    }
}
