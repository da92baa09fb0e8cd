package io.exportroutes.ledger;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts of a run's exports and deliveries by state, made by the database: a sweep may have a hundred thousand of each.
 *
 * @param failed of the exports that FAILED or are REFUSED, the one that expires first; null without one
 * @param lost of the exports that are LOST, those that expired first, at most {@value #MOST_LOST}
 */
public record RunTally(
        Map<ExportState, Long> exports,
        DeliveryTally deliveries,
        @Nullable ExportEntry failed,
        List<ExportEntry> lost) {
    /** The largest number of lost exports that are listed by name. */
    public static final int MOST_LOST = 5;

    public RunTally {
        exports = Map.copyOf(exports);
        lost = List.copyOf(lost);
    }

    /** How many exports the run has in this state. */
    public long count(ExportState state) {
        return exports.getOrDefault(state, 0L);
    }

    /** How many deliveries the run has in this state. */
    public long count(DeliveryState state) {
        return deliveries.byState().getOrDefault(state, 0L);
    }

    /** How many exports the run has. */
    public long total() {
        return exports.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The run's deliveries.
     *
     * @param everywhere how many VERIFIED exports are DELIVERED at each destination that was planned for them, one at least
     * @param open how many deliveries are still to be made; what waits for an export that FAILED or is REFUSED is not
     * @param outOfTime how many deliveries ended by the run's deadline
     */
    public record DeliveryTally(Map<DeliveryState, Long> byState, long everywhere, long open, long outOfTime) {
        public DeliveryTally {
            byState = Map.copyOf(byState);
        }
    }
}
