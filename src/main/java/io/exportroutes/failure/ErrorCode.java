package io.exportroutes.failure;

/** The stable word for a kind of failure, as ledger, log lines, metrics and alerts have it (docs/failures.md). */
public sealed interface ErrorCode permits FailureCode, ForeignCode {
    /** Lower case with underscores; never empty, never a secret. */
    String word();
}
