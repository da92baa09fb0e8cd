package io.exportroutes.delivery;

import io.exportroutes.value.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The bytes to write at a destination, to be read any number of times from the start. The bytes may still be arriving: a
 * reader gets what is there, waits for more, and receives the last byte and the end of the stream only once the artifact is
 * verified (invariant 2). A failed download or check reaches it as an {@link IOException} whose cause is the failure. What
 * must not commit before the whole is verified is therefore safe as long as it commits after the last byte.
 */
public interface Content {
    /** The length in bytes where it is known before the last byte, as a promise: the stream yields exactly as many. */
    OptionalLong size();

    /** The media type, such as {@code application/zip}; {@code application/octet-stream} where nobody knows. */
    String contentType();

    /** Small facts to keep with the object where the destination can: lower-case names, ASCII values. */
    Map<String, String> metadata();

    /**
     * Grows each time somebody begins the work that writes this content. Whoever began it earlier was given up for dead and may
     * still be writing, so that nobody may write into the temporary files of another number; those of lower numbers are
     * leftovers. 0 where the caller keeps no count.
     */
    default long fence() {
        return 0;
    }

    /** What is remembered of the destination that this content is for, or null where the caller remembers nothing. */
    default @Nullable DestinationMemory memory() {
        return null;
    }

    /** A fresh stream from the first byte; the caller closes it. Its reads block, never return 0, and end in a stall. */
    InputStream open() throws IOException;

    /**
     * Blocks until the content is whole and verified.
     *
     * @throws IOException where it never will be; the cause is the failure
     */
    Verified awaitVerified() throws IOException;

    /** Whether {@link #awaitVerified} would return at once. */
    default boolean isVerified() {
        return true;
    }
}
