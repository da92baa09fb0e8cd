package io.exportroutes.value;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A stream whose next bytes can be taken as a piece of a file, too, instead of being copied. */
public interface RegionStream {
    /** Whether {@link #readRegion} may be called: a stream around another one has regions where the other one has. */
    boolean hasRegions();

    /**
     * Gives out the next bytes as {@link InputStream#read(byte[])} does: blocks until there is at least one, and each of them
     * only once. What a read may not give out, such as a last byte that is withheld, is in no region either.
     *
     * @param most bytes, at least 1
     * @return null at the end
     * @throws IOException as a read does
     */
    @Nullable
    FileRegion readRegion(long most) throws IOException;

    /**
     * Tells the stream that the file of a region does not give its bytes.
     *
     * @return the failure that a read of these bytes would have had
     */
    IOException unreadable(UnreadableRegion cause);

    /** This stream as one with regions, or null where it has none. */
    static @Nullable RegionStream of(InputStream stream) {
        return stream instanceof RegionStream regions && regions.hasRegions() ? regions : null;
    }

    /**
     * The next region of a stream of which {@link #of} said that it has some.
     *
     * @param most bytes, at least 1
     * @return null at the end
     */
    static @Nullable FileRegion next(InputStream stream, long most) throws IOException {
        return required(stream).readRegion(most);
    }

    /** As {@link #unreadable(UnreadableRegion)}, of a stream as in {@link #next}. */
    static IOException unreadable(InputStream stream, UnreadableRegion cause) {
        return required(stream).unreadable(cause);
    }

    private static RegionStream required(InputStream stream) {
        RegionStream regions = of(stream);
        if (regions == null) {
            throw new IllegalStateException("There are no regions in " + stream.getClass());
        }
        return regions;
    }
}
