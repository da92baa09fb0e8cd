package io.exportroutes.run;

import io.exportroutes.value.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The moment at which work is given up. It has passed once either of two clocks says so: the machine's, which runs on while
 * the machine is suspended, or the time that the process has run, which nobody sets back.
 */
public final class Deadline {
    private final Instant moment;
    /** By {@link System#nanoTime}. */
    private final long nanos;

    private Deadline(Instant moment, long nanos) {
        this.moment = moment;
        this.nanos = nanos;
    }

    /** The deadline at that moment, by the clock as it is set now. */
    public static Deadline at(Instant moment, Clock clock) {
        return new Deadline(
                moment,
                System.nanoTime() + Duration.between(clock.instant(), moment).toNanos());
    }

    /** What remains, negative once it has passed. */
    public Duration left(Clock clock) {
        Duration byClock = Duration.between(clock.instant(), moment);
        Duration byProcess = Duration.ofNanos(nanos - System.nanoTime());
        return Durations.shorter(byClock, byProcess);
    }

    public boolean isPassed(Clock clock) {
        return left(clock).compareTo(Duration.ZERO) <= 0;
    }

    Deadline plus(Duration time) {
        return new Deadline(moment.plus(time), nanos + time.toNanos());
    }
}
