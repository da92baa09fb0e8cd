package io.exportroutes.delivery;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.SourceFailure;
import io.exportroutes.spool.SpoolFile;
import io.exportroutes.value.FileRegion;
import io.exportroutes.value.RegionStream;
import io.exportroutes.value.UnreadableRegion;
import io.exportroutes.value.Verified;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An artifact in the spool, which may still be growing. A failure to read it is a {@link SourceFailure}: the destination did
 * not cause it.
 */
public final class SpooledContent implements Content {
    private final SpoolFile file;
    private final String reader;
    private final String contentType;
    private final Map<String, String> metadata;
    private volatile @Nullable OptionalLong promised;

    /** @param reader the reader's name for the progress display: the destination's */
    public SpooledContent(SpoolFile file, String reader, String contentType, Map<String, String> metadata) {
        this.file = file;
        this.reader = reader;
        this.contentType = contentType;
        this.metadata = Map.copyOf(metadata);
    }

    @Override
    public OptionalLong size() {
        OptionalLong size = file.expectedSize();
        promised = size;
        return size;
    }

    @Override
    public String contentType() {
        return contentType;
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public InputStream open() throws IOException {
        OptionalLong size = promised;
        return new SourceStream(file.read(reader, size == null ? file.expectedSize() : size), file);
    }

    @Override
    public Verified awaitVerified() throws IOException {
        try {
            return file.awaitVerified();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    @Override
    public boolean isVerified() {
        return file.state() == SpoolFile.State.WHOLE;
    }

    /** Where the disk fails that has the whole artifact, there is nothing to wait for: that counts as an attempt. */
    private static IOException failure(SpoolFile file, IOException cause) {
        ExportFailure known = ExportFailure.in(cause);
        if (known != null && known.is(FailureCode.SPOOL_READ_FAILED) && file.state() == SpoolFile.State.WHOLE) {
            return cause;
        }
        SourceFailure failure = new SourceFailure(
                "The artifact of " + file.exportId() + " could not be read: " + cause.getMessage(), cause);
        return new IOException(failure.getMessage(), failure);
    }

    /** Tells a failure of the source from a failure of the destination, which the same copy loop would mix up. */
    private static final class SourceStream extends FilterInputStream implements RegionStream {
        private final SpoolFile file;

        SourceStream(InputStream in, SpoolFile file) {
            super(in);
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException e) {
                throw failure(file, e);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return in.read(buffer, offset, length);
            } catch (IOException e) {
                throw failure(file, e);
            }
        }

        @Override
        public boolean hasRegions() {
            return RegionStream.of(in) != null;
        }

        @Override
        public @Nullable FileRegion readRegion(long most) throws IOException {
            try {
                return RegionStream.next(in, most);
            } catch (IOException e) {
                throw failure(file, e);
            }
        }

        @Override
        public IOException unreadable(UnreadableRegion cause) {
            return failure(file, RegionStream.unreadable(in, cause));
        }
    }
}
