package io.exportroutes.delivery.s3;

import io.exportroutes.value.BlockStream;
import io.exportroutes.value.FileRegion;
import io.exportroutes.value.RegionStream;
import io.exportroutes.value.UnreadableRegion;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The next bytes of a stream as a stream of their own: read once, never beyond its end, and not the owner of the other. */
final class StreamSlice extends BlockStream implements RegionStream {
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
    public boolean hasRegions() {
        return RegionStream.of(in) != null;
    }

    @Override
    public @Nullable FileRegion readRegion(long most) throws IOException {
        if (left == 0) {
            return null;
        }
        FileRegion region = RegionStream.next(in, Math.min(left, most));
        left -= region == null ? 0 : region.length();
        return region;
    }

    @Override
    public IOException unreadable(UnreadableRegion cause) {
        return RegionStream.unreadable(in, cause);
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
