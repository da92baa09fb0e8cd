package io.exportroutes.view;

import io.exportroutes.failure.FailureNote;
import org.jspecify.annotations.Nullable;

/** The reason of a failure and its remedy; all three are null without a failure. */
public record ReasonJson(
        @Nullable String errorCode,
        @Nullable String error,
        @Nullable String hint) {
    public static ReasonJson of(FailureNote failure) {
        return new ReasonJson(failure.code(), failure.message(), failure.hint());
    }
}
