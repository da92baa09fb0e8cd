package io.exportroutes.ledger;

import io.exportroutes.failure.FailureNote;

/**
 * One artifact to one destination; its identity is (export id, destination).
 *
 * @param attempts how many were begun
 * @param receipt {@link Receipt#NONE} until it is DELIVERED
 * @param failure why its last attempt failed; {@link FailureNote#NONE} without one
 */
public record Delivery(DeliveryPlan plan, DeliveryState state, int attempts, Receipt receipt, FailureNote failure) {
    public String exportId() {
        return plan.exportId();
    }

    public String destination() {
        return plan.destination();
    }

    /** {@code exp_…@destination}, as the command line shows and takes it. */
    public String id() {
        return exportId() + "@" + destination();
    }
}
