package io.exportroutes.kamelet.api;

import io.exportroutes.value.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends the API calls whose time is over, for all Kamelets of the process. One thread keeps the time; others
 * close the connections, which may take a moment, and end when there is nothing to close. Never the JDK's
 * shared pool: on two cores it has one thread, and what the application has it wait for would hold up every limit.
 */
final class CallTimeouts {
    /** As many calls as are under way at once unless {@code api.max-concurrent} says otherwise; the next ones wait. */
    private static final int CLOSING_AT_ONCE = 8;

    private static final ScheduledThreadPoolExecutor CLOCK = clock();
    private static final ThreadPoolExecutor CLOSING = closing();

    private CallTimeouts() {}

    /**
     * Runs the alarm on a separate thread once the wait is over.
     *
     * @return to be cancelled by a call that ends before; nothing of it is kept then
     */
    static Future<?> after(Duration wait, Runnable alarm) {
        return CLOCK.schedule(() -> CLOSING.execute(alarm), wait.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("api-call-limits"));
        clock.setRemoveOnCancelPolicy(true); // a call that is over keeps nothing
        return clock;
    }

    private static ThreadPoolExecutor closing() {
        ThreadPoolExecutor closing = new ThreadPoolExecutor(
                CLOSING_AT_ONCE,
                CLOSING_AT_ONCE,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                DaemonThreads.named("api-call-ends"));
        closing.allowCoreThreadTimeOut(true);
        return closing;
    }
}
