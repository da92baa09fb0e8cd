package io.exportroutes.queue;

import io.exportroutes.value.Durations;
import java.time.Duration;

/**
 * How the run queue keeps time.
 *
 * @param poll between two looks for due entries that nobody announced
 * @param heartbeat between two signs of life of an entry that is worked on
 * @param firstRetry the wait after the first failure of a worker; it doubles up to the longest
 */
record QueueTiming(Duration poll, Duration heartbeat, Duration firstRetry, Duration longestRetry) {
    /** So many signs of life are missing before an entry counts as dead. */
    static final int MISSED = 4;

    /** Dead entries are looked for every other sign of life. */
    private static final int UNTIL_FOUND = MISSED + 2;

    /** So that the entries of a dead node are found within this time. */
    static QueueTiming within(Duration takeover) {
        return new QueueTiming(
                Duration.ofSeconds(1), takeover.dividedBy(UNTIL_FOUND), Duration.ofSeconds(5), Duration.ofMinutes(5));
    }

    /** The wait after so many failures before this one. */
    Duration retryAfter(int failures) {
        Duration wait = firstRetry.multipliedBy(1L << Math.min(failures, 20));
        return Durations.shorter(wait, longestRetry);
    }
}
