package io.exportroutes.testing;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Work beside a test, each on a thread of its own that ends with it. The JDK's shared pool has one thread on two cores:
 * there, of two that wait for each other, the second one would never begin.
 */
public final class Background {
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Begins each task at once, whatever the others do; a test that ends leaves nothing that would keep the JVM. */
    public static final Executor THREADS = task -> {
        Thread thread = new Thread(task, "beside-the-test-" + COUNT.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
    };

    private Background() {}

    /** Begins the work; what it throws is what the future fails with. */
    public static <T> CompletableFuture<T> call(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, THREADS);
    }

    /** As {@link #call}, for work that has no result. */
    public static CompletableFuture<Void> run(Runnable work) {
        return CompletableFuture.runAsync(work, THREADS);
    }

    /** Does the work with each of them, eight at a time, and returns once all is done; fails with what one of them threw. */
    public static <T> void each(Stream<T> all, Consumer<T> work) {
        Queue<T> left = new ConcurrentLinkedQueue<>(all.toList());
        Runnable taking = () -> {
            for (T one = left.poll(); one != null; one = left.poll()) {
                work.accept(one);
            }
        };
        List<CompletableFuture<Void>> workers =
                Stream.generate(() -> run(taking)).limit(8).toList();
        workers.forEach(CompletableFuture::join);
    }
}
