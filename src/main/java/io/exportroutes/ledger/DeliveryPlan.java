package io.exportroutes.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The plan of a delivery: which export, where to, for which run, under which key.
 *
 * @param runId the run that owes it
 * @param key fixed when the delivery is planned, so that a repeat overwrites itself (invariant 6)
 * @param recipients the fingerprint of the set of recipients that it is encrypted for, fixed when it is planned; null if it is not
 *     encrypted
 */
public record DeliveryPlan(
        String exportId,
        String destination,
        String runId,
        String key,
        @Nullable String recipients) {
    /** Of an artifact that is not encrypted. */
    public DeliveryPlan(String exportId, String destination, String runId, String key) {
        this(exportId, destination, runId, key, null);
    }
}
