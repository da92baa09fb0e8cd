package io.exportroutes.lab.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;

/** One call of the API, from its record to the last byte of its reply. */
final class ApiHandler implements HttpHandler {
    private final SandboxOptions options;
    private final SandboxFaults faults;
    private final CallLog calls;
    private final Envelope envelope;
    private final Endpoints endpoints;

    ApiHandler(SandboxOptions options, SandboxFaults faults, CallLog calls, Envelope envelope, Endpoints endpoints) {
        this.options = options;
        this.faults = faults;
        this.calls = calls;
        this.envelope = envelope;
        this.endpoints = endpoints;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        RecordedCall request = calls.record(exchange);
        try {
            reply(request).send(exchange);
            exchange.close();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ConnectionDropped("the sandbox closes");
        }
    }

    private Reply reply(RecordedCall request) {
        try {
            Route route = Route.of(request);
            Instant now = options.timing().clock().instant();
            Fault fault = faults.takeInstead(route.call().operation());
            if (fault != null && fault.kind() != FaultKind.LOST_REPLY) {
                return endpoints.replies().instead(fault, now);
            }
            Reply reply = work(route, request, now);
            return fault == null ? reply : endpoints.replies().instead(fault, now);
        } catch (ApiRefusal refusal) {
            return refuse(refusal);
        } catch (RuntimeException mistake) {
            // The server would close the connection without a word, and a mistake of ours would look like a fault.
            return refuse(new ApiRefusal(500, "sandbox_failed", "The sandbox itself has failed: " + mistake));
        }
    }

    private Reply work(Route route, RecordedCall request, Instant now) {
        authorize(route, request);
        TakenFaults taken = faults.takeShaping(route.call().operation(), request.header("Range") != null);
        ApiCall call = new ApiCall(route, request, taken, now);
        return switch (route.call()) {
            case DATABASE, SCHEMA -> success(call, endpoints.create().answer(call));
            case LIST -> success(call, endpoints.list().answer(call));
            case DOWNLOAD -> endpoints.download().answer(call);
        };
    }

    private Reply success(ApiCall call, ObjectNode data) {
        return PlainReply.json(200, envelope.success(data, call.request(), call.faults()));
    }

    private void authorize(Route route, RecordedCall request) {
        String given = request.header("Authorization");
        byte[] wanted = ("Bearer " + options.access().token()).getBytes(StandardCharsets.UTF_8);
        if (given == null || !MessageDigest.isEqual(wanted, given.getBytes(StandardCharsets.UTF_8))) {
            throw new ApiRefusal(401, "unauthorized", "A valid project API token is required.")
                    .with("WWW-Authenticate", "Bearer");
        }
        if (!options.access().projects().contains(route.project())) {
            throw new ApiRefusal(404, "project_not_found", "Project was not found.");
        }
    }

    private Reply refuse(ApiRefusal refusal) {
        PlainReply reply = PlainReply.json(refusal.status(), envelope.failure(refusal.code(), refusal.text()));
        for (Map.Entry<String, String> header : refusal.headers().entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }
}
