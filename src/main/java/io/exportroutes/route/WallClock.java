package io.exportroutes.route;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/** The machine's clock, held against the time that the process has run: only the clock is ever set. */
final class WallClock {
    private final Clock clock;
    private final LongSupplier nanos;
    private Instant lastTime;
    private long lastNanos;

    /** @param nanos as {@link System#nanoTime} */
    WallClock(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        this.lastTime = clock.instant();
        this.lastNanos = nanos.getAsLong();
    }

    /** By how much the clock was set back since the last call; negative where it was put forward. */
    synchronized Duration setBack() {
        Instant time = clock.instant();
        long now = nanos.getAsLong();
        Duration back = Duration.between(time, lastTime.plusNanos(now - lastNanos));
        lastTime = time;
        lastNanos = now;
        return back;
    }
}
