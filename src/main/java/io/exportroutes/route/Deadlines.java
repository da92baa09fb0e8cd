package io.exportroutes.route;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Breaks off what is still going at its deadline: a server that sends one byte a second never stalls. */
final class Deadlines {
    private final Clock clock;
    private final ScheduledThreadPoolExecutor timer;

    Deadlines(Clock clock) {
        this.clock = clock;
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "deadlines");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Calls {@code breakOff} at the deadline, unless the guard is closed before. */
    Guarded guard(Instant deadline, Runnable breakOff) {
        long left = Math.max(0, Duration.between(clock.instant(), deadline).toMillis());
        ScheduledFuture<?> alarm = timer.schedule(breakOff, left, TimeUnit.MILLISECONDS);
        return () -> alarm.cancel(false);
    }

    boolean passed(Instant deadline) {
        return !clock.instant().isBefore(deadline);
    }

    /** Work under a deadline; closing it takes the deadline away. */
    interface Guarded extends AutoCloseable {
        @Override
        void close();
    }
}
