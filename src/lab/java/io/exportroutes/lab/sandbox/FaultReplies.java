package io.exportroutes.lab.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** What is sent instead of a reply. */
final class FaultReplies {
    private final Envelope envelope;
    private final CountDownLatch closing;

    FaultReplies(Envelope envelope, CountDownLatch closing) {
        this.envelope = envelope;
        this.closing = closing;
    }

    Reply instead(Fault fault, Instant now) {
        String argument = fault.argument() == null ? "" : fault.argument();
        return switch (fault.kind()) {
            case STATUS -> refusal(argument.isEmpty() ? 500 : Integer.parseInt(argument));
            case HTML -> PlainReply.html(argument.isEmpty() ? 502 : Integer.parseInt(argument));
            case RETRY_AFTER -> later(argument, seconds -> Long.toString(seconds));
            case RETRY_AFTER_DATE -> later(argument, seconds -> HttpDates.format(now.plusSeconds(seconds)));
            case NOT_OK ->
                PlainReply.json(
                        200,
                        envelope.failure(argument.isEmpty() ? "internal_error" : argument, "The export has failed."));
            case REDIRECT ->
                new PlainReply(302, Map.of(), new byte[0])
                        .with("Location", argument.isEmpty() ? "https://elsewhere.invalid/" : argument);
            case NEVER_ANSWER ->
                exchange -> {
                    closing.await();
                    throw new ConnectionDropped("the sandbox closes");
                };
            case STALL_REPLY -> this::stall;
            default ->
                exchange -> {
                    throw new ConnectionDropped(fault.kind().word());
                };
        };
    }

    /** The beginning of a reply, and then nothing. */
    private void stall(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write("{\"ok\":true,".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        closing.await();
        throw new ConnectionDropped("the sandbox closes");
    }

    private Reply later(String argument, Function<Long, String> header) {
        String[] parts = (argument.isEmpty() ? "1" : argument).split(":", 2);
        int status = parts.length == 2 ? Integer.parseInt(parts[1]) : 429;
        return refusal(status).with("Retry-After", header.apply(Long.parseLong(parts[0])));
    }

    private PlainReply refusal(int status) {
        String code =
                switch (status) {
                    case 401 -> "unauthorized";
                    case 403 -> "forbidden";
                    case 429 -> "rate_limited";
                    case 503 -> "service_unavailable";
                    default -> status < 500 ? "request_refused" : "internal_error";
                };
        return PlainReply.json(status, envelope.failure(code, "A planted fault: HTTP status " + status + "."));
    }
}
