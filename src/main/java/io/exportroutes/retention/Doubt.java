package io.exportroutes.retention;

/**
 * Something that blocks all expiry at the destination.
 *
 * @param text what it is, in words
 */
public record Doubt(Kind kind, String text) {
    public enum Kind {
        LISTING_INCOMPLETE,
        COPIES_MISSING,
        SAME_KEY,
        CLOCK_BEHIND,
        CLOCKS_DIFFER,
        NO_SUCCESS,
        LAST_SUCCESS_NOT_GOOD,
        /** The only one that a person can answer: by {@link Facts.Limit#APPROVED}. */
        TOO_MANY
    }

    boolean needsPerson() {
        return kind == Kind.TOO_MANY;
    }
}
