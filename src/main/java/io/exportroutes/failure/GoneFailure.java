package io.exportroutes.failure;

import org.jspecify.annotations.Nullable;

/** The export or its artifact no longer exists at the API: ask for a new export once, or record it as lost. */
public final class GoneFailure extends ExportFailure {
    private static final long serialVersionUID = 1L;

    public GoneFailure(ErrorCode code, String message, String hint, @Nullable String requestId) {
        super(code, message, hint, requestId, null);
    }
}
