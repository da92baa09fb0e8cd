package io.exportroutes.delivery;

import io.exportroutes.failure.ExportFailure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A content as one attempt sees it, which can be taken away from that attempt: whoever still copies from one of its streams
 * meets the failure at the next read, even at one that waits for bytes. Other attempts have their own.
 */
public final class CutContent implements Content {
    private final Content content;
    private final long fence;
    private final Supplier<? extends @Nullable ExportFailure> lost;
    private final Set<CutStream> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ExportFailure reason;

    /**
     * @param fence see {@link Content#fence}
     * @param lost asked before each read: why the content is no longer to be read, or null
     */
    public CutContent(Content content, long fence, Supplier<? extends @Nullable ExportFailure> lost) {
        this.content = content;
        this.fence = fence;
        this.lost = lost;
    }

    @Override
    public long fence() {
        return fence;
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
        return content.size();
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

    private final class CutStream extends FilterInputStream {
        CutStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            refuse();
            try {
                return in.read();
            } catch (IOException e) {
                refuse();
                throw e;
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            refuse();
            try {
                return in.read(buffer, offset, length);
            } catch (IOException e) {
                refuse();
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            open.remove(this);
            in.close();
        }
    }
}
