package io.exportroutes.route;

import io.exportroutes.api.download.DownloadTarget;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes a small artifact into memory: once, from its start, and never more than its manifest promised. */
final class MemoryTarget implements DownloadTarget {
    private final byte[] bytes;
    private int received;

    /** @param size in bytes, as the manifest promises */
    MemoryTarget(long size) {
        bytes = new byte[Math.toIntExact(size)];
    }

    /** All of them; only once the download has ended. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public @Nullable String validator() {
        return null; // an artifact that breaks off leaves its batch
    }

    @Override
    public void remember(@Nullable String validator) {
        // it is never continued
    }

    @Override
    public void expect(long size) throws IOException {
        if (size != bytes.length) {
            throw new IOException("%d bytes are announced, the manifest promises %d".formatted(size, bytes.length));
        }
    }

    @Override
    public void append(byte[] buffer, int offset, int length) throws IOException {
        if (length > bytes.length - received) {
            throw new IOException("more than the promised %d bytes arrive".formatted(bytes.length));
        }
        System.arraycopy(buffer, offset, bytes, received, length);
        received += length;
    }

    @Override
    public void restart() {
        received = 0;
    }
}
