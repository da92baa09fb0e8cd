package io.exportroutes.component.attempt;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.EventHelper;
import org.apache.camel.util.StopWatch;
import org.jspecify.annotations.Nullable;

/** One call on a copy of the exchange, so that a call that never ends changes nothing any more. */
final class AttemptCall {
    private final Exchange copy;
    private final Endpoint called;
    private final Processor target;
    private final CountDownLatch over = new CountDownLatch(1);
    /** The call is over, or there is no point in waiting for it. */
    private final CountDownLatch news = new CountDownLatch(1);

    private @Nullable Future<?> running;

    AttemptCall(Exchange copy, Endpoint called, Processor target) {
        this.copy = copy;
        this.called = called;
        this.target = target;
    }

    /** Makes the call; false if it is not over within the limit, or the wait was ended. */
    boolean run(ExecutorService threads, Duration limit) throws InterruptedException {
        running = threads.submit(this::call);
        return news.await(limit.toNanos(), TimeUnit.NANOSECONDS) && over.getCount() == 0;
    }

    /** Ends the wait in {@link #run}. */
    void wake() {
        news.countDown();
    }

    private void call() {
        try {
            send();
        } finally {
            over.countDown();
            news.countDown();
        }
    }

    /** With the events of a step "to", from which the metrics of the called endpoint are made. */
    private void send() {
        CamelContext context = copy.getContext();
        boolean noted = EventHelper.notifyExchangeSending(context, copy, called);
        StopWatch watch = new StopWatch();
        try {
            target.process(copy);
        } catch (Throwable e) { // an Error too is a failed attempt: unnoticed, it would pass for a success
            copy.setException(e);
        }
        if (noted) {
            EventHelper.notifyExchangeSent(context, copy, called, watch.taken());
        }
    }

    /** Interrupts the call, then waits until it is over, for so long at most. */
    void stop(Duration gracePeriod) throws InterruptedException {
        Future<?> call = running;
        if (call != null) {
            call.cancel(true);
        }
        over.await(gracePeriod.toNanos(), TimeUnit.NANOSECONDS);
    }
}
