package io.exportroutes.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a destination has under a key.
 *
 * @param size in bytes
 * @param modified when it was last written, as the destination says
 * @param details what else it says when it is asked for this object alone; a list has none
 */
public record StoredObject(String key, long size, Instant modified, Details details) {
    public StoredObject(String key, long size, Instant modified) {
        this(key, size, modified, Details.NONE);
    }

    /**
     * What only some destinations say.
     *
     * @param version the id of this version; null: the destination keeps no former versions
     * @param storageClass the destination's own word; null: its usual one
     * @param lock what it says of itself about a lock; null: nothing, so that {@link Archive#lock} has to be asked
     * @param clock the destination's own at the time of the answer, or null
     * @param sha256 the destination's own of the whole object, in lower-case hex; null: it tells none
     */
    public record Details(
            @Nullable String version,
            @Nullable String storageClass,
            @Nullable ObjectLock lock,
            @Nullable Instant clock,
            @Nullable String sha256) {
        public static final Details NONE = new Details(null, null, null, null, null);
    }
}
