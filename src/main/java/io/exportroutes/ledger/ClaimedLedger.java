package io.exportroutes.ledger;

/**
 * The ledger for the work on one run: every write is refused with {@link
 * io.exportroutes.failure.TakenOverFailure} once the run was begun by somebody else, whatever time passed between the decision
 * to write and the write.
 */
public record ClaimedLedger(RunWriter runs, ExportWriter exports, DeliveryWriter deliveries, BatchWriter batches) {}
