package io.exportroutes.lab.servers;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A request that the SSH server got and does not answer for now, while its connection stays alive. */
public final class HeldAnswer implements AutoCloseable {
    private final String request;
    private final PlannedFault planned;
    private final CountDownLatch met = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** @param request a part of it: of its path, or of {@code write NAME} or {@code fsync NAME} */
    HeldAnswer(String request, PlannedFault planned) {
        this.request = request;
        this.planned = planned;
    }

    void meet(String asked) {
        if (asked.contains(request)) {
            planned.strikes();
            met.countDown();
            await(released);
        }
    }

    /** Returns once the request has come. */
    public void awaitRequest() {
        if (!await(met)) {
            throw new AssertionError("No request for " + request);
        }
    }

    /** Lets the answer go, and all later ones. */
    @Override
    public void close() {
        released.countDown();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(5, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
            return false;
        }
    }
}
