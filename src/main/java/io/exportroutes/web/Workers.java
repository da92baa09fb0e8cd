package io.exportroutes.web;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for what may wait, such as the ledger; more work than they can take soon is refused, so that it does not pile up. */
final class Workers {
    private final WorkerExecutor threads;
    private final int most;
    private final AtomicInteger inHand = new AtomicInteger();

    Workers(Vertx vertx, String name, int threads, int waiting) {
        this.threads = vertx.createSharedWorkerExecutor(name, threads);
        this.most = threads + waiting;
    }

    <T> Future<T> run(Callable<T> work) {
        if (inHand.incrementAndGet() > most) {
            inHand.decrementAndGet();
            return Future.failedFuture(new TransientFailure(
                    FailureCode.WEB_BUSY, "The web server has too much to do", "Try again in a few seconds."));
        }
        return threads.executeBlocking(work, false).onComplete(done -> inHand.decrementAndGet());
    }
}
