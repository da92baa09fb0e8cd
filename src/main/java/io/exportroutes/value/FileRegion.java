package io.exportroutes.value;

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
}
