package io.exportroutes.run;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.DaemonThreads;
import io.exportroutes.value.Durations;
import java.time.Clock;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Cancels work at its deadline: a server that sends one byte a second never stalls. */
public final class Deadlines {
    private final Clock clock;
    private final ScheduledThreadPoolExecutor timer;

    public Deadlines(Clock clock) {
        this.clock = clock;
        this.timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("deadlines"));
        timer.setRemoveOnCancelPolicy(true);
        // No thread is left behind by an engine that was closed.
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** Calls {@code breakOff} at the deadline, unless the guard is closed before. */
    public Guarded guard(Deadline deadline, Runnable breakOff) {
        // Never early: cancelled work that reads the clock must see that the deadline has passed
        long left = Math.max(0, deadline.left(clock).toMillis() + 1);
        ScheduledFuture<?> alarm = timer.schedule(breakOff, left, TimeUnit.MILLISECONDS);
        return () -> alarm.cancel(false);
    }

    /**
     * The failure of work that a run's deadline cancelled.
     *
     * @param last what went wrong before, or null
     */
    public static PermanentFailure passed(String what, RunContext run, @Nullable ExportFailure last) {
        return new PermanentFailure(
                FailureCode.DEADLINE,
                what + " was not finished when the deadline of run " + run.id() + " passed ("
                        + Durations.print(run.job().limits().deadline()) + ")"
                        + (last == null ? "" : "; before: " + last.code() + ", " + last.getMessage()),
                "Raise the job's deadline, or see what takes so long: show " + run.id());
    }

    /** Work under a deadline; closing it removes the deadline. */
    public interface Guarded extends AutoCloseable {
        @Override
        void close();
    }
}
