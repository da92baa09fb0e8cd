package io.exportroutes.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A base directory of a destination that was there.
 *
 * @param place how the configuration names it
 * @param markerId of its marker; of the one that is about to be made, where none was seen; null if it has none
 * @param marked whether that marker was seen there
 * @param fileSystem on which it lay, for a message, or null
 */
public record KnownDirectory(
        String place,
        @Nullable String markerId,
        boolean marked,
        @Nullable String fileSystem) {
    public KnownDirectory {
        if (marked && markerId == null) {
            throw new IllegalArgumentException("A marker that was seen has an id");
        }
    }

    /**
     * Merges newer facts about the same place: a marker that was seen stays, and so does the first planned marker id until a
     * marker is seen. The ledger's SQL does the same.
     */
    public KnownDirectory and(KnownDirectory later) {
        if (marked) {
            return this;
        }
        return later.marked || markerId == null ? later : new KnownDirectory(place, markerId, false, later.fileSystem);
    }
}
