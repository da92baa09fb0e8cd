package io.exportroutes.queue;

import io.exportroutes.value.Durations;
import java.time.Duration;

/**
 * The intervals of the run queue.
 *
 * @param poll between two polls for due entries that nobody announced
 * @param heartbeat between two heartbeats of an entry that is worked on
 * @param firstRetry the wait after the first failure of a worker; it doubles up to the longest
 */
record QueueTiming(Duration poll, Duration heartbeat, Duration firstRetry, Duration longestRetry) {
    /** An entry counts as dead after so many missed heartbeats. */
    static final int MISSED = 4;

    /** Dead entries are searched for at every other heartbeat. */
    private static final int UNTIL_FOUND = MISSED + 2;

    /** The intervals with which the entries of a dead node are found within this time. */
    static QueueTiming within(Duration takeover) {
        return new QueueTiming(
                Duration.ofSeconds(1), takeover.dividedBy(UNTIL_FOUND), Duration.ofSeconds(5), Duration.ofMinutes(5));
    }

    /** The wait after a failure that so many others preceded. */
    Duration retryAfter(int failures) {
        Duration wait = firstRetry.multipliedBy(1L << Math.min(failures, 20));
        return Durations.shorter(wait, longestRetry);
    }
}
