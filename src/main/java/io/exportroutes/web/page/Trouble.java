package io.exportroutes.web.page;

import io.exportroutes.failure.FailureNote;
import org.jspecify.annotations.Nullable;

/** Why something is wrong, and what to do. */
record Trouble(
        @Nullable String code,
        @Nullable String message,
        @Nullable String hint) {
    /** Null without a reason. */
    static @Nullable Trouble of(FailureNote failure) {
        return failure.message() == null ? null : new Trouble(failure.code(), failure.message(), failure.hint());
    }
}
