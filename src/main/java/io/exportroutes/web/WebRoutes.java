package io.exportroutes.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The pages and the API's addresses: each is behind the {@link Gate}, and is answered by a thread that may wait. */
public final class WebRoutes {
    private static final long LARGEST_BODY = 64L * 1024;
    private static final int THREADS = 4;
    private static final int WAITING = 60;

    private final Router router;
    private final Workers workers;
    private final Failures failures;
    private final List<String> known = new ArrayList<>();

    WebRoutes(Vertx vertx, Router router, Failures failures) {
        this.router = router;
        this.failures = failures;
        this.workers = new Workers(vertx, "web", THREADS, WAITING);
    }

    /**
     * Answers GET (and HEAD) there.
     *
     * @param path with {@code :name} for a segment that is a parameter
     */
    public void get(String path, Responder responder) {
        known.add("GET " + path);
        router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> answer(context, responder));
    }

    /** Answers GET there by a file. */
    public void getFile(String path, FileResponder responder) {
        known.add("GET " + path);
        router.get(path).handler(context -> answer(context, responder));
    }

    /** Answers POST there, of operators alone. */
    public void post(String path, Responder responder) {
        known.add("POST " + path);
        router.post(path)
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
                .handler(context -> answer(context, responder));
    }

    /** What people see where a call fails, the door's refusals included. */
    public void showFailuresBy(FailureResponder responder) {
        failures.showBy(responder);
    }

    /** {@code GET /api/v1/jobs} and so on, in the order in which they were added. */
    List<String> known() {
        return List.copyOf(known);
    }

    private void answer(RoutingContext context, Responder responder) {
        Call call = new Call(context);
        workers.run(() -> responder.answer(call))
                .onSuccess(answer -> send(context, answer))
                .onFailure(thrown -> send(context, failures.answer(context, thrown)));
    }

    private void answer(RoutingContext context, FileResponder responder) {
        Call call = new Call(context);
        workers.run(() -> {
                    Path file = Files.createTempFile("export-routes", ".answer");
                    try {
                        Answer answer = responder.answer(call, file);
                        return Map.entry(answer, file);
                    } catch (IOException | RuntimeException e) {
                        Files.deleteIfExists(file);
                        throw e;
                    }
                })
                .onSuccess(made -> send(context, made.getKey(), made.getValue()))
                .onFailure(thrown -> send(context, failures.answer(context, thrown)));
    }

    private void send(RoutingContext context, Answer answer, Path file) {
        Future<Void> sent =
                begin(context, answer) ? context.response().sendFile(file.toString()) : Future.succeededFuture();
        sent.onComplete(done -> workers.run(() -> Files.deleteIfExists(file)));
    }

    static void send(RoutingContext context, Answer answer) {
        if (begin(context, answer)) {
            context.response().end(answer.body());
        }
    }

    /** False if nobody waits for it any more. */
    private static boolean begin(RoutingContext context, Answer answer) {
        if (context.response().ended() || context.response().closed()) {
            return false;
        }
        context.response().setStatusCode(answer.status()).putHeader("Content-Type", answer.type());
        answer.headers().forEach(context.response()::putHeader);
        return true;
    }
}
