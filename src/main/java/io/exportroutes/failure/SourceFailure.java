package io.exportroutes.failure;

/**
 * The artifact that a delivery was reading failed or began again: the destination is not to blame, so this never counts
 * as one of its tries. It carries what happened as a suppressed exception, not as its cause: the cause decides who
 * retries, and that is not for this reader to inherit.
 */
public final class SourceFailure extends ExportFailure {
    private static final long serialVersionUID = 1L;

    /** @param origin the failure that the reader got */
    public SourceFailure(String message, Throwable origin) {
        super(
                FailureCode.SOURCE_FAILED,
                message,
                "The delivery starts again once the artifact is verified; nothing to do at the destination.",
                null,
                null);
        addSuppressed(origin);
    }
}
