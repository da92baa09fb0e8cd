package io.exportroutes.value;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that looks at each block that is read, single and skipped bytes included; it cannot be marked. */
public abstract class BlockStream extends FilterInputStream {
    private static final int LONGEST_SKIP = 8_192;

    protected BlockStream(InputStream in) {
        super(in);
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] buffer, int offset, int length) throws IOException;

    /** Reads what it skips. */
    @Override
    public long skip(long bytes) throws IOException {
        return bytes <= 0 ? 0 : readNBytes((int) Math.min(bytes, LONGEST_SKIP)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
