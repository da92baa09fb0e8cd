package io.exportroutes.failure;

import org.jspecify.annotations.Nullable;

/** A failure that the same call would meet again: a dead letter at once. */
public class PermanentFailure extends ExportFailure {
    private static final long serialVersionUID = 1L;

    public PermanentFailure(ErrorCode code, String message, String hint) {
        this(code, message, hint, null, null);
    }

    public PermanentFailure(ErrorCode code, String message, String hint, @Nullable Throwable cause) {
        this(code, message, hint, null, cause);
    }

    /** @param requestId the API's request id, or null */
    public PermanentFailure(
            ErrorCode code, String message, String hint, @Nullable String requestId, @Nullable Throwable cause) {
        super(code, message, hint, requestId, cause);
    }
}
