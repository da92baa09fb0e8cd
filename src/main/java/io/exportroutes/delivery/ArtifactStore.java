package io.exportroutes.delivery;

import io.exportroutes.ledger.Confirmation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One destination's far end. Keys are relative, {@code /}-separated and already cleaned. Implementations are safe for use
 * by several threads, never retry by themselves (Camel's redelivery owns the retries), and raise
 * {@link io.exportroutes.failure.ExportFailure}: final for a refused login, a changed host key, a missing bucket or
 * directory, passing for what may pass. Nothing they raise, log or return holds a secret.
 */
public interface ArtifactStore extends AutoCloseable {
    /**
     * Writes the content under the key, replacing what a former attempt left. The object is visible under its final name
     * only when it is whole, and the far end's size (and checksum where it has one) was compared with ours before this
     * returns. A put that fails leaves what was under the key before, or nothing.
     */
    Stored put(String key, Content content) throws IOException;

    /** What is under the key, or empty. */
    Optional<Stored> find(String key) throws IOException;

    /** The bytes under the key, read back from the far end; a final failure {@code not_found} where there is nothing. */
    InputStream read(String key) throws IOException;

    /** Removes what is under the key; nothing happens where there is nothing. */
    void delete(String key) throws IOException;

    @Override
    void close();

    /**
     * An object at the far end.
     *
     * @param location as a user would look for it: {@code s3://bucket/key}, {@code sftp://host:port/dir/name}, a path
     * @param confirmation how the far end confirmed what was put there; null where it was not asked, or did not say
     */
    record Stored(String location, long size, @Nullable Confirmation confirmation) {
        public Stored(String location, long size) {
            this(location, size, null);
        }
    }
}
