package io.exportroutes.spool.verify;

import io.exportroutes.config.GuardConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.RefusedFailure;
import org.jspecify.annotations.Nullable;

/** Checks an artifact against the job's own limits. */
public final class Guard {
    private Guard() {}

    /**
     * @param size of the new artifact in bytes
     * @param lastGoodSize of the last good run's artifact in bytes, or null if there is none to compare with
     * @throws RefusedFailure {@code guard_min_size} or {@code guard_max_shrink}
     */
    public static void check(GuardConfig guard, long size, @Nullable Long lastGoodSize) {
        Long minimum = guard.minSize();
        if (minimum != null && size < minimum) {
            throw new RefusedFailure(
                    FailureCode.GUARD_MIN_SIZE,
                    "The artifact has %d bytes, the job's guard wants at least %d".formatted(size, minimum),
                    "Check what the project contains. If this size is right, release the artifact (dead-letters release) and lower"
                            + " guard.min-size; else discard it.");
        }
        Integer percent = guard.maxShrinkPercent();
        if (percent != null && lastGoodSize != null && size < smallest(lastGoodSize, percent)) {
            throw new RefusedFailure(
                    FailureCode.GUARD_MAX_SHRINK,
                    "The artifact has %d bytes, the last good one had %d, and the job's guard lets it shrink by %d %%"
                            .formatted(size, lastGoodSize, percent),
                    "Check what the project contains. If this size is right, release the artifact (dead-letters release), and the next"
                            + " runs are compared with it; else discard it.");
        }
    }

    /** Rounded up: a hundredth of a byte less is less. */
    private static long smallest(long lastGoodSize, int percent) {
        long kept = 100L - percent;
        return lastGoodSize / 100 * kept + Math.floorDiv(lastGoodSize % 100 * kept + 99, 100);
    }
}
