package io.exportroutes.ledger;

/** Where one export stands: {@code TAKEN → VERIFIED | LOST | FAILED}. */
public enum ExportState {
    /** Known to the ledger and owned by a run; its bytes are not verified yet. */
    TAKEN,
    /** Downloaded and checked: size and SHA-256 are known. */
    VERIFIED,
    /** Expired or not found before it could be downloaded, or given up by hand after it had FAILED. */
    LOST,
    /** Out of tries, or refused by a check. */
    FAILED
}
