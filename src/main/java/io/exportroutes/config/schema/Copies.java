package io.exportroutes.config.schema;

import org.jspecify.annotations.Nullable;

/**
 * Of which artifacts a destination keeps a copy; of the others it only tells.
 *
 * @param largest their size in bytes, at most: {@code Long.MAX_VALUE} for all, -1 for none
 * @param setting the property that says so, or null if the destination's type does
 */
public record Copies(long largest, @Nullable String setting) {
    /** A destination that stores every artifact. */
    public static final Copies OF_ALL = new Copies(Long.MAX_VALUE, null);

    static final Copies OF_NONE = new Copies(-1, null);
}
