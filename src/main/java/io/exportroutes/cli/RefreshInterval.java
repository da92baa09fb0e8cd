package io.exportroutes.cli;

import java.time.Duration;

/**
 * When all exports and deliveries of the runs are read again. The more a run has, the longer that takes, from the process
 * that does the work: it may have about a twentieth of the time.
 */
final class RefreshInterval {
    private static final int SHARE = 20;
    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofSeconds(2);
    /** For a progress that nobody sees: it only shows whether anything happens. */
    private static final Duration UNSEEN = Duration.ofSeconds(5);

    private final boolean seen;
    private long due;

    /** @param now in nanoseconds, as {@link System#nanoTime} says, here and below */
    RefreshInterval(boolean seen, long now) {
        this.seen = seen;
        this.due = now;
    }

    boolean isDue(long now) {
        return now - due >= 0;
    }

    /** A view was read and shown. */
    void viewed(long begin, long end) {
        due = end + pause(Duration.ofNanos(end - begin)).toNanos();
    }

    private Duration pause(Duration took) {
        Duration fair = took.multipliedBy(SHARE);
        if (!seen) {
            return longer(fair, UNSEEN);
        }
        return fair.compareTo(MOST) > 0 ? MOST : longer(fair, LEAST);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
