package io.exportroutes.delivery.s3;

import io.exportroutes.value.BlockStream;
import java.io.IOException;
import java.io.InputStream;

/** The next bytes of a stream as a stream of their own: read once, never beyond its end, and not the owner of the other. */
final class StreamSlice extends BlockStream {
    private long left;

    StreamSlice(InputStream whole, long length) {
        super(whole);
        left = length;
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
    public int available() {
        return 0;
    }

    @Override
    public void close() {
        // The other stream continues after this slice.
    }
}
