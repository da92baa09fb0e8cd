package io.exportroutes.ledger;

/**
 * What a delivery is to do.
 *
 * @param runId the run that owes it
 * @param key fixed when the delivery is planned, so that a repeat overwrites itself (invariant 6)
 */
public record DeliveryPlan(String exportId, String destination, String runId, String key) {}
