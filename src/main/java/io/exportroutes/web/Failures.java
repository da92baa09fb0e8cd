package io.exportroutes.web;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** What is answered to calls that fail: JSON to programs, a page to browsers, a text to everybody else. */
final class Failures {
    private volatile @Nullable FailureResponder pages;

    /** Until it is called, browsers are sent a text as well. */
    void showBy(FailureResponder responder) {
        pages = responder;
    }

    Answer answer(RoutingContext context, Throwable thrown) {
        Problem problem = Problem.of(thrown);
        Answer plain = problem.answer(thrown, Call.wantsJson(context));
        Call call = new Call(context);
        FailureResponder responder = pages;
        if (responder == null || !call.wantsHtml() || !call.isLetIn()) {
            return plain;
        }
        Answer page = responder.answer(call, problem);
        return new Answer(plain.status(), page.type(), page.body(), plain.headers());
    }
}
