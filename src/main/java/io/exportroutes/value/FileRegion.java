package io.exportroutes.value;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;

/**
 * A piece of a file that may be sent without passing through memory of ours.
 *
 * @param file stays open until the stream that gave it is closed
 * @param position of the first byte
 * @param length in bytes, at least 1; all of them are there
 */
public record FileRegion(FileChannel file, long position, long length) {
    public FileRegion {
        if (position < 0 || length < 1) {
            throw new IllegalArgumentException("position " + position + ", length " + length);
        }
    }

    /**
     * Reads the byte at this place of the file: a transfer that fails there, or gets nothing, does not say which of its two ends
     * is to blame.
     *
     * @throws UnreadableRegion if it is the file
     * @throws ClosedChannelException if the file was closed
     */
    public void requireReadable(long at) throws IOException {
        int read;
        try {
            read = file.read(ByteBuffer.allocate(1), at);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableRegion(String.valueOf(e.getMessage()), e);
        }
        if (read < 1) {
            throw new UnreadableRegion(
                    "it ends at %d, and had %d bytes".formatted(file.size(), position + length), null);
        }
    }
}
