package io.exportroutes.ledger;

/**
 * An export that the ledger has already, as a sweep has to know it.
 *
 * @param state VERIFIED, REFUSED, DISCARDED or, taken by an unfinished run, TAKEN: not the sweep's; or LOST
 * @param status the word of the manifest as the ledger has it
 */
public record KnownExport(ExportState state, String status) {
    /** Whether the API called it gone: it may have become ready again since. */
    public boolean lost() {
        return state == ExportState.LOST;
    }
}
