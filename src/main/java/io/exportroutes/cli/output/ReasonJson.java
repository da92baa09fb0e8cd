package io.exportroutes.cli.output;

import io.exportroutes.failure.FailureNote;
import org.jspecify.annotations.Nullable;

/** Why something failed, and what to do about it; all three are null where nothing failed. */
public record ReasonJson(
        @Nullable String errorCode,
        @Nullable String error,
        @Nullable String hint) {
    public static ReasonJson of(FailureNote failure) {
        return new ReasonJson(failure.code(), failure.message(), failure.hint());
    }
}
