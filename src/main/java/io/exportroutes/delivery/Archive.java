package io.exportroutes.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
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

    /** What keeps the object from being deleted for good. It may take more questions than {@link #head}. */
    default ObjectLock lock(String key) {
        return ObjectLock.NONE;
    }

    /** The tags that others gave the object, by their names. */
    default Map<String, String> tags(String key) {
        return Map.of();
    }

    /** What becomes of former versions. */
    default VersionKeeping versions() {
        return VersionKeeping.NONE;
    }

    /** Does what the request says. The answer is what the method of that name returns, or {@code true} for a deletion. */
    default Object answer(ArchiveRequest request) throws IOException {
        return switch (request.operation()) {
            case LIST -> list(request);
            case HEAD -> head(request.key()).orElseThrow(() -> KeyCheck.absent(request.key(), null));
            case GET -> read(request.key());
            case DELETE -> {
                delete(request.key());
                yield true;
            }
            case LOCK -> lock(request.key());
            case TAGS -> tags(request.key());
            case VERSIONS -> versions();
        };
    }
}
