package io.exportroutes.route;

import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.DestinationMemory;
import io.exportroutes.delivery.RevocableContent;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.kamelet.SinkHeaders;
import io.exportroutes.run.OwnedRun;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/** One call of a Kamelet on a copy of the exchange, so that a call that never ends touches nothing any more. */
final class KameletCall {
    private final Exchange copy;
    private final RevocableContent content;
    private final Processor target;
    private final ExecutorService threads;
    private final CountDownLatch over = new CountDownLatch(1);
    /** The call is over, or there is no point in waiting for it. */
    private final CountDownLatch news = new CountDownLatch(1);

    private @Nullable Future<?> running;

    /** @param memory of the destination, or null */
    KameletCall(
            Exchange exchange,
            OwnedRun hold,
            @Nullable DestinationMemory memory,
            Processor target,
            ExecutorService threads) {
        this.copy = ExchangeHelper.createCorrelatedCopy(exchange, false);
        Content whole = exchange.getMessage().getBody(Content.class);
        this.content = new RevocableContent(whole, hold.claim().fence(), memory, hold::lost);
        this.target = target;
        this.threads = threads;
        copy.getMessage().setBody(content);
        copy.getMessage().removeHeader(SinkHeaders.SIZE);
        content.size().ifPresent(size -> copy.getMessage().setHeader(SinkHeaders.SIZE, size));
        copy.removeVariable(DeliveryOrder.VARIABLE); // a Kamelet within the Kamelet has no limit of its own
    }

    /** Makes the call; false where it is not over within the limit, or the wait was ended. */
    boolean run(Duration limit) throws InterruptedException {
        running = threads.submit(this::call);
        return news.await(limit.toNanos(), TimeUnit.NANOSECONDS) && over.getCount() == 0;
    }

    /** Ends the wait in {@link #run}. */
    void wake() {
        news.countDown();
    }

    private void call() {
        try {
            target.process(copy);
        } catch (Throwable e) { // an Error too is a failed try: unnoticed, it would pass for a delivery
            copy.setException(e);
        } finally {
            over.countDown();
            news.countDown();
        }
    }

    /** Whether the call was given all of the content. */
    boolean hadAll() {
        return content.isGivenWhole();
    }

    /** Whether the call ended with a failure. */
    boolean failed() {
        return copy.getException() != null;
    }

    /** What the call gave, its failure included. */
    void copyResultsTo(Exchange exchange) {
        ExchangeHelper.copyResults(exchange, copy);
    }

    /** Cuts the call's streams first, so that it cannot finish whatever it does next, then interrupts its thread. */
    void breakOff(ExportFailure reason, Duration farewell) throws InterruptedException, IOException {
        content.cut(reason);
        Future<?> call = running;
        if (call != null) {
            call.cancel(true);
        }
        if (!farewell.isZero()) {
            over.await(farewell.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
