package io.exportroutes.failure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A failure that may be temporary: the same call may succeed after a delay. */
public final class TransientFailure extends ExportFailure {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    public TransientFailure(ErrorCode code, String message, String hint) {
        this(code, message, hint, null, null, null);
    }

    public TransientFailure(ErrorCode code, String message, String hint, @Nullable Throwable cause) {
        this(code, message, hint, null, null, cause);
    }

    /** @param retryAfter how long the server asked us to wait, or null if it said nothing */
    public TransientFailure(
            ErrorCode code,
            String message,
            String hint,
            @Nullable String requestId,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(code, message, hint, requestId, cause);
        this.retryAfter = retryAfter;
    }

    /** How long the server asked us to wait, or null. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
