package io.exportroutes.ledger;

/**
 * The plan of a delivery: which export, where to, for which run, under which key.
 *
 * @param runId the run that owes it
 * @param key fixed when the delivery is planned, so that a repeat overwrites itself (invariant 6)
 */
public record DeliveryPlan(String exportId, String destination, String runId, String key) {}
