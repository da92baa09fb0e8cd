package io.exportroutes.ledger;

/**
 * How many dead letters there are.
 *
 * @param runs that failed, and of which neither an artifact nor a delivery is one
 * @param artifacts that failed, or that a guard refused
 */
public record DeadLetterCounts(long runs, long artifacts, long deliveries) {}
