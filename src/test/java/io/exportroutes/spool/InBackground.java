package io.exportroutes.spool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;

/** Work in a thread of its own, of which a test can tell that it waits. */
final class InBackground<T> {
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final Thread thread;

    private InBackground(Work<T> work) {
        thread = new Thread(() -> {
            try {
                outcome.complete(work.run());
            } catch (Throwable thrown) {
                outcome.completeExceptionally(thrown);
            }
        });
        thread.setDaemon(true);
    }

    static <T> InBackground<T> start(Work<T> work) {
        InBackground<T> started = new InBackground<>(work);
        started.thread.start();
        return started;
    }

    interface Work<T> {
        T run() throws Exception;
    }

    /** Returns once it waits for a change of the spool file; fails where it comes to its end instead. */
    void awaitItWaits() {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
            if (outcome.isDone()) {
                throw new AssertionError("It does not wait, its outcome is " + outcome);
            }
            return waits();
        });
    }

    private boolean waits() {
        if (thread.getState() != Thread.State.TIMED_WAITING && thread.getState() != Thread.State.WAITING) {
            return false;
        }
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals(SpoolProgress.class.getName())
                    && frame.getMethodName().equals("awaitChange")) {
                return true;
            }
        }
        return false;
    }

    boolean isDone() {
        return outcome.isDone();
    }

    /** Its result; waits for it. */
    T get() throws ExecutionException, InterruptedException {
        return outcome.get();
    }
}
