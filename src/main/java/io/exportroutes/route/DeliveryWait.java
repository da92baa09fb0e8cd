package io.exportroutes.route;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long a notice has waited for other copies. The queue carries it with its order, from one thread to the next. */
final class DeliveryWait {
    private @Nullable Instant since;
    private boolean postponed;

    boolean hasBegun() {
        return since != null;
    }

    /** For how long so far; the first call begins it. */
    Duration waited(Clock clock) {
        Instant now = clock.instant();
        if (since == null) {
            since = now;
        }
        return Duration.between(since, now);
    }

    void postponed(boolean value) {
        postponed = value;
    }

    boolean isPostponed() {
        return postponed;
    }
}
