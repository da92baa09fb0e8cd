package io.exportroutes.failure;

/**
 * This process no longer owns the run: another worker began it, or this node was cut off for so long that another may.
 * Nothing failed. What is still under way here for that run ends, and nothing of it is written into the ledger.
 */
public final class TakenOverFailure extends ExportFailure {
    private static final long serialVersionUID = 1L;

    /** @param code {@code taken_over}, or {@code lease_lost} if it is unknown whether another worker has it */
    public TakenOverFailure(ErrorCode code, String message, String hint) {
        super(code, message, hint, null, null);
    }
}
