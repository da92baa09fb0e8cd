package io.exportroutes.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The reading side of a destination: what it has, for those who keep account of it. Safe for use by several threads. */
public interface Archive {
    /**
     * One page of the objects whose keys begin with the request's, sorted by the bytes of their keys in UTF-8 as S3 does. The next page
     * begins after the last key of this one; an empty page is the end. It holds no more in memory than a page.
     */
    List<StoredObject> list(ArchiveRequest request);

    /** The object under the key, or empty. */
    Optional<StoredObject> head(String key);

    /** Its bytes; a permanent failure {@code not_found} if there is none. */
    InputStream read(String key) throws IOException;

    /** Removes the object under the key; no effect if there is none. */
    void delete(String key) throws IOException;

    /** Does what the request says. The answer is a list, an object, a stream, or {@code true} for a deletion. */
    default Object answer(ArchiveRequest request) throws IOException {
        return switch (request.operation()) {
            case LIST -> list(request);
            case HEAD -> head(request.key()).orElseThrow(() -> KeyCheck.absent(request.key(), null));
            case GET -> read(request.key());
            case DELETE -> {
                delete(request.key());
                yield true;
            }
        };
    }
}
