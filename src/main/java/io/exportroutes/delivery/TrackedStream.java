package io.exportroutes.delivery;

import io.exportroutes.value.BlockStream;
import io.exportroutes.value.FileRegion;
import io.exportroutes.value.RegionStream;
import io.exportroutes.value.UnreadableRegion;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A content's stream that records why it failed, because a client library in between may hide that, and, if wanted, the checksum
 * of the bytes it returned. It does not support marks, so that no client buffers it to read it twice, and only its owner closes it.
 */
public final class TrackedStream extends BlockStream implements RegionStream {
    private final Content content;
    private final @Nullable CRC32 checksum;
    private volatile @Nullable IOException failure;
    private volatile long longestWait;
    private boolean unseen;

    public TrackedStream(Content content, InputStream bytes) {
        this(content, bytes, null);
    }

    private TrackedStream(Content content, InputStream bytes, @Nullable CRC32 checksum) {
        super(bytes);
        this.content = content;
        this.checksum = checksum;
    }

    /** One that makes a {@link #checksum} of what it returns. */
    public static TrackedStream summed(Content content, InputStream bytes) {
        return new TrackedStream(content, bytes, new CRC32());
    }

    /** As {@link Content#awaitVerified()}. */
    public Verified awaitVerified() throws IOException {
        try {
            return content.awaitVerified();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** The content's own failure, or null. */
    @Nullable
    public IOException failure() {
        return failure;
    }

    /** The longest time that a read waited for bytes. */
    public Duration longestWait() {
        return Duration.ofNanos(longestWait);
    }

    /** The CRC-32 of the bytes that were read; null where none is made, or some were given out as regions of a file, unseen. */
    public @Nullable Integer checksum() {
        return unseen || checksum == null ? null : Integer.valueOf((int) checksum.getValue());
    }

    /** Goes to a place without reading what is before it. */
    public void skipTo(long place) throws IOException {
        try {
            in.skipNBytes(place);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        long begin = System.nanoTime();
        try {
            int read = in.read(buffer, offset, length);
            if (read > 0 && checksum != null) {
                checksum.update(buffer, offset, read);
            }
            return read;
        } catch (IOException | RuntimeException e) {
            note(e);
            throw e;
        } finally {
            longestWait = Math.max(longestWait, System.nanoTime() - begin);
        }
    }

    @Override
    public boolean hasRegions() {
        return RegionStream.of(in) != null;
    }

    @Override
    public @Nullable FileRegion readRegion(long most) throws IOException {
        unseen = true;
        long begin = System.nanoTime();
        try {
            return RegionStream.next(in, most);
        } catch (IOException | RuntimeException e) {
            note(e);
            throw e;
        } finally {
            longestWait = Math.max(longestWait, System.nanoTime() - begin);
        }
    }

    @Override
    public IOException unreadable(UnreadableRegion cause) {
        IOException why = RegionStream.unreadable(in, cause);
        failure = why;
        return why;
    }

    @Override
    public synchronized void mark(int limit) {
        throw new UnsupportedOperationException("This stream can be read only once");
    }

    @Override
    public void close() {
        // A client library closes what it was given, even before it is read to the end; the owner closes the real one.
    }

    private void note(Exception thrown) {
        failure = thrown instanceof IOException known ? known : new IOException("The content cannot be read", thrown);
    }
}
