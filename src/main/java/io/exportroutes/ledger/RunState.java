package io.exportroutes.ledger;

/** {@code QUEUED → EXPORTING → TRANSFERRING → SUCCEEDED | PARTIAL | FAILED | SKIPPED}. */
public enum RunState {
    QUEUED,
    EXPORTING,
    TRANSFERRING,
    SUCCEEDED,
    /** Every artifact is verified, some deliveries are dead letters. */
    PARTIAL,
    FAILED,
    /** Not done: the job's last run was still going, or a failed one was given up by hand. */
    SKIPPED;

    /** Whether nothing more happens by itself. */
    public boolean settled() {
        return switch (this) {
            case QUEUED, EXPORTING, TRANSFERRING -> false;
            case SUCCEEDED, PARTIAL, FAILED, SKIPPED -> true;
        };
    }
}
