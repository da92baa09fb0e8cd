package io.exportroutes.ledger;

/**
 * The right to write about a run, given by {@link Runs#begin} and lost when the run is begun again, here or on another node.
 *
 * @param fence how often the run was begun, this time included: from 1, and it only grows
 */
public record Claim(String runId, long fence) {
    public Claim {
        if (fence < 1) {
            throw new IllegalArgumentException("A run that has begun has a fence of 1 or more, not " + fence);
        }
    }
}
