package io.exportroutes.api.download;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The target of a download. It may have bytes of an earlier attempt; they are used only if it also remembers the
 * version of the artifact that they belong to. Used by one thread. An {@link IOException} whose cause is an {@link
 * io.exportroutes.failure.ExportFailure} ends the download with that failure.
 */
public interface DownloadTarget {
    /** The number of bytes received. */
    long received();

    /** The strong ETag or the Last-Modified time of the bytes that are there, as it was remembered, or null. */
    @Nullable
    String validator();

    /** The version of the artifact that the next bytes belong to, or null if the server names none. */
    void remember(@Nullable String validator) throws IOException;

    /** The size of the complete artifact, as soon as it is known. */
    void expect(long size) throws IOException;

    /** Adds bytes behind those that are there; the buffer is used again afterwards. */
    void append(byte[] buffer, int offset, int length) throws IOException;

    /** Forgets the bytes, the validator and the promise: the artifact comes again from its start. */
    void restart() throws IOException;
}
