package io.exportroutes.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failure as it is kept and shown.
 *
 * @param code the word of {@link ExportFailure#code()}
 * @param message the event and its object
 * @param hint the remedy; all three are null if nothing failed
 */
public record FailureNote(
        @Nullable String code,
        @Nullable String message,
        @Nullable String hint) {
    /** Nothing failed. */
    public static final FailureNote NONE = new FailureNote(null, null, null);

    /** That of the failure; {@link #NONE} for null. */
    public static FailureNote of(@Nullable ExportFailure failure) {
        return failure == null ? NONE : new FailureNote(failure.code(), failure.getMessage(), failure.hint());
    }
}
