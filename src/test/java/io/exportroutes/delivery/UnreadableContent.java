package io.exportroutes.delivery;

import io.exportroutes.failure.SourceFailure;
import io.exportroutes.value.FileRegion;
import io.exportroutes.value.RegionStream;
import io.exportroutes.value.UnreadableRegion;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.OptionalLong;

/** Content whose file can be opened, and fails at each read, as on a disk that is broken: it is a directory. */
public record UnreadableContent(Path directory, long length) implements Content {
    @Override
    public OptionalLong size() {
        return OptionalLong.of(length);
    }

    @Override
    public String contentType() {
        return "application/zip";
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    public InputStream open() throws IOException {
        return new Reader(FileChannel.open(directory, StandardOpenOption.READ));
    }

    @Override
    public Verified awaitVerified() {
        return new Verified(length, "0".repeat(64));
    }

    @Override
    public boolean isVerified() {
        return true;
    }

    private final class Reader extends InputStream implements RegionStream {
        private final FileChannel file;
        private long position;

        Reader(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            return file.read(ByteBuffer.allocate(1));
        }

        @Override
        public boolean hasRegions() {
            return true;
        }

        @Override
        public FileRegion readRegion(long most) {
            FileRegion region = new FileRegion(file, position, Math.min(most, length - position));
            position += region.length();
            return region;
        }

        @Override
        public IOException unreadable(UnreadableRegion cause) {
            return new IOException(cause.getMessage(), new SourceFailure("The artifact could not be read", cause));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
