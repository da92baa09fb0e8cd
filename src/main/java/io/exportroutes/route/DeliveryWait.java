package io.exportroutes.route;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For what a delivery waits without a thread: a notice for other copies, or any delivery as its server asked. The queue carries
 * it with its order, from one thread to the next.
 */
final class DeliveryWait {
    private @Nullable Instant since;
    private boolean postponed;
    /** By {@link System#nanoTime}, as nobody sets it; null if no server asked. */
    private @Nullable Long notBefore;

    boolean hasBegun() {
        return since != null;
    }

    /** For how long it has waited for other copies so far; the first call begins it. */
    Duration waited(Clock clock) {
        Instant now = clock.instant();
        if (since == null) {
            since = now;
        }
        return Duration.between(since, now);
    }

    /** @param wait from now on, as a server asked in its last answer; null if it did not */
    void ask(@Nullable Duration wait) {
        notBefore = wait == null ? null : System.nanoTime() + wait.toNanos();
    }

    /** What is left of the wait that a server asked for; zero or negative if it is over. */
    Duration asked() {
        return notBefore == null ? Duration.ZERO : Duration.ofNanos(notBefore - System.nanoTime());
    }

    void postponed(boolean value) {
        postponed = value;
    }

    boolean isPostponed() {
        return postponed;
    }
}
