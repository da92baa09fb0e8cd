package io.exportroutes.delivery;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.value.BlockStream;
import io.exportroutes.value.FileRegion;
import io.exportroutes.value.RegionStream;
import io.exportroutes.value.UnreadableRegion;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt's view of a content, which can be revoked: a thread that still copies from one of its streams gets the failure
 * at its next read, even at one that waits for bytes. Other attempts have their own view.
 */
public final class RevocableContent implements Content {
    private final Content content;
    private final long fence;
    private final @Nullable DestinationMemory memory;
    private final Supplier<? extends @Nullable ExportFailure> lost;
    private final Set<CutStream> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ExportFailure reason;
    private volatile boolean givenWhole;
    private volatile OptionalLong size;

    /**
     * @param fence see {@link Content#fence}
     * @param memory see {@link Content#memory}
     * @param lost asked before each read: why the content is no longer to be read, or null
     */
    public RevocableContent(
            Content content,
            long fence,
            @Nullable DestinationMemory memory,
            Supplier<? extends @Nullable ExportFailure> lost) {
        this.content = content;
        this.fence = fence;
        this.memory = memory;
        this.lost = lost;
        this.size = content.size(); // an earlier attempt may have been told another one
    }

    @Override
    public @Nullable DestinationMemory memory() {
        return memory;
    }

    @Override
    public long fence() {
        return fence;
    }

    /** Whether this attempt had the chance to know all of it: it read it to its end, or waited until it was verified. */
    public boolean isGivenWhole() {
        return givenWhole;
    }

    /** Ends every stream of this attempt, now and later, with this failure. */
    public void cut(ExportFailure failure) throws IOException {
        reason = failure;
        for (CutStream stream : open) {
            stream.close();
        }
    }

    @Override
    public OptionalLong size() {
        OptionalLong now = content.size();
        size = now;
        return now;
    }

    @Override
    public String contentType() {
        return content.contentType();
    }

    @Override
    public Map<String, String> metadata() {
        return content.metadata();
    }

    @Override
    public InputStream open() throws IOException {
        CutStream stream = new CutStream(content.open());
        open.add(stream);
        if (reason != null) {
            stream.close();
        }
        return stream;
    }

    @Override
    public Verified awaitVerified() throws IOException {
        refuse();
        Verified verified = content.awaitVerified();
        refuse();
        givenWhole = true;
        return verified;
    }

    @Override
    public boolean isVerified() {
        return content.isVerified();
    }

    private void refuse() throws IOException {
        ExportFailure known = reason;
        ExportFailure failure = known == null ? lost.get() : known;
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    private final class CutStream extends BlockStream implements RegionStream {
        private long position;

        CutStream(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            refuse();
            try {
                int read = in.read(buffer, offset, length);
                note(read);
                return read;
            } catch (IOException e) {
                refuse();
                throw e;
            }
        }

        @Override
        public boolean hasRegions() {
            return RegionStream.of(in) != null;
        }

        @Override
        public @Nullable FileRegion readRegion(long most) throws IOException {
            refuse();
            try {
                FileRegion region = RegionStream.next(in, most);
                note(region == null ? -1 : region.length());
                return region;
            } catch (IOException e) {
                refuse();
                throw e;
            }
        }

        @Override
        public IOException unreadable(UnreadableRegion cause) {
            try {
                refuse();
                return RegionStream.unreadable(in, cause);
            } catch (IOException revoked) {
                return revoked;
            }
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = in.skip(bytes);
            position += skipped;
            return skipped;
        }

        @Override
        public void close() throws IOException {
            open.remove(this);
            in.close();
        }

        /** The last byte, and the end, are given out once the whole is verified, and not before. */
        private void note(long read) {
            position += Math.max(read, 0);
            OptionalLong all = size;
            if (read < 0 || (all.isPresent() && position >= all.getAsLong())) {
                givenWhole = true;
            }
        }
    }
}
