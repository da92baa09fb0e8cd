package io.exportroutes.delivery;

import io.exportroutes.ledger.Confirmation;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store of one destination. Keys are relative, {@code /}-separated and already cleaned. Implementations are safe for use
 * by several threads, never retry by themselves (Camel's redelivery owns the retries), and raise
 * {@link io.exportroutes.failure.ExportFailure}: permanent for a refused login, a changed host key, a missing bucket or
 * directory, transient otherwise. Nothing they raise, log or return contains a secret.
 */
public interface ArtifactStore extends AutoCloseable {
    /**
     * Writes the content under the key, replacing leftovers of a former attempt. The object is visible under its final name
     * only when it is complete, and the destination's size (and checksum where it has one) was compared with ours before this
     * returns. A put that fails leaves what was under the key before, or nothing.
     */
    Stored put(String key, Content content) throws IOException;

    /**
     * Writes each item as {@link #put} does; one that fails changes nothing for the others.
     *
     * @return the result of each, in the order of the items
     */
    default List<PutResult> putAll(ContentBatch batch) {
        List<PutResult> results = new ArrayList<>();
        for (ContentBatch.Item item : batch.items()) {
            try {
                results.add(PutResult.of(put(item.key(), item.content())));
            } catch (IOException | RuntimeException e) {
                results.add(PutResult.failed(e));
            }
        }
        return results;
    }

    /** The object under the key, or empty. */
    Optional<Stored> find(String key) throws IOException;

    /** The bytes under the key, read back from the destination; a permanent failure {@code not_found} if there is none. */
    InputStream read(String key) throws IOException;

    /** Removes the object under the key; no effect if there is none. */
    void delete(String key) throws IOException;

    @Override
    void close();

    /**
     * An object at the destination.
     *
     * @param location as a user would look for it: {@code s3://bucket/key}, {@code sftp://host:port/dir/name}, a path
     * @param confirmation how the destination confirmed what was put there; null if it was not asked, or did not say
     */
    record Stored(String location, long size, @Nullable Confirmation confirmation) {
        public Stored(String location, long size) {
            this(location, size, null);
        }
    }
}
