package io.exportroutes.run;

import io.exportroutes.failure.StopRequested;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Shutdown signal: no new work, long waits end. */
public final class ShutdownSignal {
    private final CountDownLatch requested = new CountDownLatch(1);

    /** Requests the shutdown; it cannot be withdrawn. */
    public void request() {
        requested.countDown();
    }

    /** Whether a shutdown was requested. */
    public boolean requested() {
        return requested.getCount() == 0;
    }

    /**
     * Waits, unless the program is asked to stop.
     *
     * @param what names what is left undone, for the log
     * @throws StopRequested on shutdown, or when the thread is interrupted
     */
    public void pause(Duration wait, String what) {
        try {
            if (requested.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StopRequested(what);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StopRequested(what);
        }
    }

    /** Refuses new work once a shutdown was requested. */
    public void check(String what) {
        if (requested()) {
            throw new StopRequested(what);
        }
    }
}
