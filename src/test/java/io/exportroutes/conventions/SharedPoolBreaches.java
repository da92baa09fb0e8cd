package io.exportroutes.conventions;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Each way to the shared pool once, never called: {@link SharedPoolTest} shows with them that its rule sees each. */
final class SharedPoolBreaches {
    private SharedPoolBreaches() {}

    static Object supplyAsync(Supplier<String> work) {
        return CompletableFuture.supplyAsync(work);
    }

    static Object runAsync(Runnable work) {
        return CompletableFuture.runAsync(work);
    }

    static Object reference() {
        Function<Supplier<String>, CompletableFuture<String>> begin = CompletableFuture::supplyAsync;
        return begin;
    }

    static Object thenApplyAsync(CompletableFuture<String> future) {
        return future.thenApplyAsync(String::length);
    }

    static Object whenCompleteAsync(CompletionStage<String> stage) {
        return stage.whenCompleteAsync((result, failure) -> {});
    }

    static Object orTimeout(CompletableFuture<String> future) {
        return future.orTimeout(1, TimeUnit.SECONDS);
    }

    static Object completeOnTimeout(CompletableFuture<String> future) {
        return future.completeOnTimeout("", 1, TimeUnit.SECONDS);
    }

    static Executor delayedExecutor() {
        return CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
    }

    static Object sendAsync(HttpClient client, HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.discarding());
    }

    static Executor commonPool() {
        return ForkJoinPool.commonPool();
    }

    static Stream<String> parallelStream(List<String> all) {
        return all.parallelStream();
    }

    static IntStream parallel(IntStream all) {
        return all.parallel();
    }

    static void parallelSort(int[] all) {
        Arrays.parallelSort(all);
    }
}
