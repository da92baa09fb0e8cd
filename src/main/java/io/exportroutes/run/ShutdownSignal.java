package io.exportroutes.run;

import io.exportroutes.failure.StopRequested;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish to stop: nothing new is begun once it is made, and every wait that may be long ends. */
public final class ShutdownSignal {
    private final CountDownLatch requested = new CountDownLatch(1);

    /** Makes the wish; there is no way back. */
    public void request() {
        requested.countDown();
    }

    /** Whether the wish was made. */
    public boolean requested() {
        return requested.getCount() == 0;
    }

    /**
     * Waits, unless the program is asked to stop.
     *
     * @param what names what is left undone, for the log
     * @throws StopRequested when the wish is there or the thread is interrupted
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

    /** Refuses to begin something new once the wish was made. */
    public void check(String what) {
        if (requested()) {
            throw new StopRequested(what);
        }
    }
}
