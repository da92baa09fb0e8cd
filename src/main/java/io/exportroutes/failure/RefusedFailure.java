package io.exportroutes.failure;

/** A job's guard refused an artifact: no job delivers it until somebody releases it by name, or discards it. */
public final class RefusedFailure extends PermanentFailure {
    private static final long serialVersionUID = 1L;

    public RefusedFailure(ErrorCode code, String message, String hint) {
        super(code, message, hint);
    }
}
