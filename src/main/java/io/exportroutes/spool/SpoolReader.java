package io.exportroutes.spool;

import io.exportroutes.value.FileRegion;
import io.exportroutes.value.RegionStream;
import io.exportroutes.value.UnreadableRegion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A stream over a spool file that may still be growing. It returns available bytes and blocks for more; the last byte and the
 * end of the stream come only once the artifact is verified, and the end can be read repeatedly. A read never
 * returns 0 (unless asked for 0 bytes), marks are not supported, and another thread may end a blocked read by closing.
 *
 * <p>A failed or restarted download, or one that stalls, is an {@link IOException} whose cause is the {@link
 * io.exportroutes.failure.ExportFailure}; every read after it fails the same way.
 */
public final class SpoolReader extends InputStream implements RegionStream {
    /** Bounds the native buffer that the channel keeps per thread. */
    private static final int LARGEST_READ = 256 * 1024;

    private final String name;
    private final Path path;
    private final long base;
    private final SpoolProgress progression;
    private final long promised;
    private final boolean inspects;

    private @Nullable FileChannel channel;
    private int generation;
    private long limit;
    private int seenInvalidations;
    private @Nullable IOException ended;
    private volatile long position;
    private volatile boolean closed;

    SpoolReader(String name, SpoolRegion region, SpoolProgress progression, OptionalLong promised) {
        this(name, region, progression, promised, false);
    }

    /** For the inspection, which sees every byte that is there, and the end as soon as all have arrived. */
    SpoolReader(Path path, SpoolProgress progression) {
        this("inspection", new SpoolRegion(path, 0), progression, OptionalLong.empty(), true);
    }

    private SpoolReader(
            String name, SpoolRegion region, SpoolProgress progression, OptionalLong promised, boolean inspects) {
        this.name = name;
        this.path = region.file();
        this.base = region.start();
        this.progression = progression;
        this.promised = promised.orElse(Long.MAX_VALUE);
        this.inspects = inspects;
    }

    /** As given to {@link SpoolFile#read}. */
    public String name() {
        return name;
    }

    /** How many bytes were read so far; any thread may ask. */
    public long position() {
        return position;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        checkNotEnded();
        try {
            return readSome(buffer, offset, length);
        } catch (IOException failed) {
            ended = failed;
            throw failed;
        }
    }

    @Override
    public boolean hasRegions() {
        return true;
    }

    @Override
    public @Nullable FileRegion readRegion(long most) throws IOException {
        checkNotEnded();
        try {
            return nextRegion(most);
        } catch (IOException failed) {
            ended = failed;
            throw failed;
        }
    }

    /** Where the artifact failed or began again meanwhile, that is why. */
    @Override
    public IOException unreadable(UnreadableRegion cause) {
        IOException failure = SpoolFailures.thrown(SpoolFailures.readFailed(path, cause));
        try {
            checkNotEnded();
            if (progression.invalidations() != seenInvalidations) {
                progression.awaitMore(this);
            }
        } catch (IOException known) {
            failure = known;
        }
        ended = failure;
        return failure;
    }

    private @Nullable FileRegion nextRegion(long most) throws IOException {
        long start = position;
        awaitMore(start);
        if (start >= limit) {
            return null;
        }
        FileChannel file = Objects.requireNonNull(channel);
        long length = Math.min(most, limit - start);
        if (file.size() < base + start + length) {
            throw shorter(file.size(), start + length);
        }
        position = start + length;
        return new FileRegion(file, base + start, length);
    }

    private void checkNotEnded() throws IOException {
        checkOpen();
        if (ended != null) {
            throw new IOException(ended.getMessage(), ended.getCause());
        }
    }

    private void awaitMore(long start) throws IOException {
        int invalidations = progression.invalidations();
        if (start >= limit || invalidations != seenInvalidations) {
            seenInvalidations = invalidations;
            limit = progression.awaitMore(this);
        }
    }

    private IOException shorter(long end, long written) {
        IOException cause = new IOException("it ends at %d, %d bytes were written".formatted(end, written));
        return SpoolFailures.thrown(SpoolFailures.readFailed(path, cause));
    }

    private int readSome(byte[] buffer, int offset, int length) throws IOException {
        long start = position;
        awaitMore(start);
        if (start >= limit) {
            return -1;
        }
        int wanted = (int) Math.min(Math.min(length, LARGEST_READ), limit - start);
        int count = Objects.requireNonNull(channel).read(ByteBuffer.wrap(buffer, offset, wanted), base + start);
        if (count <= 0) {
            throw shorter(start, limit);
        }
        position = start + count;
        return count;
    }

    /**
     * Goes forward without reading, as far as bytes are there; it waits where none is. Several readers of one artifact may
     * so begin at places of their own.
     */
    @Override
    public long skip(long bytes) throws IOException {
        checkOpen();
        if (bytes <= 0) {
            return 0;
        }
        long start = position;
        awaitMore(start);
        position = Math.max(start, Math.min(limit, start + bytes));
        return position - start;
    }

    /** The number of bytes readable without waiting; never counts the withheld byte. */
    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, limit - position));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        progression.unregister(this);
        FileChannel open = channel;
        if (open != null) {
            open.close();
        }
    }

    // ---- for Progression, which holds its lock while it calls these

    long promised() {
        return promised;
    }

    boolean inspects() {
        return inspects;
    }

    void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("The stream was closed");
        }
    }

    /** Whether all bytes it has read, if any, are of this generation. */
    boolean belongsTo(int current) {
        return position == 0 || generation == current;
    }

    boolean mayKeepPromise(OptionalLong expected) {
        return promised == Long.MAX_VALUE || expected.isEmpty() || expected.getAsLong() == promised;
    }

    void openFor(int current) throws IOException {
        FileChannel open = channel;
        if (open != null && generation == current) {
            return;
        }
        if (open != null) {
            open.close();
        }
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            generation = current;
        } catch (IOException refused) {
            throw SpoolFailures.thrown(SpoolFailures.readFailed(path, refused));
        }
    }
}
