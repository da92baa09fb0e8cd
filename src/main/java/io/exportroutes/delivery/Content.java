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
 * must not commit before the artifact is verified is therefore safe as long as it commits after the last byte.
 */
public interface Content {
    /** The length in bytes where it is known before the last byte, as a promise: the stream yields exactly as many. */
    OptionalLong size();

    /** The media type, such as {@code application/zip}; {@code application/octet-stream} if it is unknown. */
    String contentType();

    /** Small facts to store with the object if the destination can: lower-case names, ASCII values. */
    Map<String, String> metadata();

    /**
     * A number that grows each time a worker begins the work that writes this content. An earlier worker was considered dead but
     * may still be writing, so each writes only into temporary files of its own number; those of lower numbers are leftovers.
     * 0 if the caller keeps no count.
     */
    default long fence() {
        return 0;
    }

    /** The remembered facts about the destination of this content, or null if the caller remembers nothing. */
    default @Nullable DestinationMemory memory() {
        return null;
    }

    /** A fresh stream from the first byte; the caller closes it. Its reads block, never return 0, and end in a stall. */
    InputStream open() throws IOException;

    /**
     * Blocks until the content is complete and verified.
     *
     * @throws IOException if it never will be; the cause is the failure
     */
    Verified awaitVerified() throws IOException;

    /** Whether {@link #awaitVerified} would return at once. */
    default boolean isVerified() {
        return true;
    }
}
