package io.exportroutes.ledger;

/** {@code QUEUED → EXPORTING → TRANSFERRING → SUCCEEDED | PARTIAL | FAILED | SKIPPED}. */
public enum RunState {
    QUEUED,
    EXPORTING,
    TRANSFERRING,
    SUCCEEDED,
    /**
     * Something is DELIVERED, and something is not: an export is LOST (of a sweep), REFUSED, FAILED or DISCARDED, or a delivery
     * is DEAD or DISCARDED.
     */
    PARTIAL,
    FAILED,
    /** Not done: the job's last run was still running, or a failed one was given up by hand. */
    SKIPPED;

    /** Whether it stays as it is until somebody acts. */
    public boolean settled() {
        return switch (this) {
            case QUEUED, EXPORTING, TRANSFERRING -> false;
            case SUCCEEDED, PARTIAL, FAILED, SKIPPED -> true;
        };
    }
}
