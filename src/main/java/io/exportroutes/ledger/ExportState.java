package io.exportroutes.ledger;

/** The state of one export: {@code TAKEN → VERIFIED | REFUSED | LOST | FAILED}; see docs/architecture.md. */
public enum ExportState {
    /** Known to the ledger and owned by a run; its bytes are not verified yet. */
    TAKEN,
    /** Downloaded and checked: size and SHA-256 are known. */
    VERIFIED,
    /** A job's guard refused it: no job delivers it until somebody releases or discards it by name. */
    REFUSED,
    /** The API itself said that it is gone. */
    LOST,
    /** Retries exhausted, or its bytes failed a check. */
    FAILED,
    /** Given up by hand after it was REFUSED or had FAILED. */
    DISCARDED
}
