package io.exportroutes.route;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Compares the machine's clock with the time that the process has run, to find out when the clock was set. */
final class ClockWatch {
    private final Clock clock;
    private Instant lastTime;
    private long lastNanos;

    ClockWatch(Clock clock) {
        this.clock = clock;
        this.lastTime = clock.instant();
        this.lastNanos = System.nanoTime();
    }

    /** By how much the clock was set back since the last call; negative if it was put forward. */
    synchronized Duration setBack() {
        Instant time = clock.instant();
        long now = System.nanoTime();
        Duration back = Duration.between(time, lastTime.plusNanos(now - lastNanos));
        lastTime = time;
        lastNanos = now;
        return back;
    }
}
