package io.exportroutes.delivery;

/**
 * What a destination does with the former versions of an object that was deleted or written again.
 *
 * @param kept whether it keeps them, so that a deletion frees nothing by itself
 * @param removed whether it removes them some time later
 */
public record VersionKeeping(Answer kept, Answer removed) {
    /** A destination without versions. */
    public static final VersionKeeping NONE = new VersionKeeping(Answer.NO, Answer.NO);

    public enum Answer {
        YES,
        NO,
        /** The destination does not let us know. */
        UNKNOWN
    }
}
