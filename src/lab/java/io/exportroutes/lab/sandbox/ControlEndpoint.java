package io.exportroutes.lab.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Faults and calls at run time: {@code GET}, {@code PUT} and {@code DELETE /_sandbox/faults}, {@code GET
 * /_sandbox/calls}. Faults are shown with the calls that they struck: those planted now, those that are gone, and in
 * words those that proved nothing. It is no part of the API, needs no token and knows no envelope.
 */
final class ControlEndpoint implements HttpHandler {
    static final String ROOT = "/_sandbox/";

    private final SandboxFaults faults;
    private final CallLog calls;

    ControlEndpoint(SandboxFaults faults, CallLog calls) {
        this.faults = faults;
        this.calls = calls;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        answer(calls.record(exchange)).send(exchange);
        exchange.close();
    }

    private PlainReply answer(RecordedCall request) {
        try {
            return switch (request.method() + " " + request.path().substring(ROOT.length())) {
                case "GET faults" -> PlainReply.json(200, planted());
                case "PUT faults" -> {
                    faults.replace(read(request.body()));
                    yield PlainReply.json(200, planted());
                }
                case "DELETE faults" -> {
                    faults.clear();
                    yield PlainReply.json(200, planted());
                }
                case "GET calls" -> PlainReply.json(200, recorded());
                default -> PlainReply.json(404, Json.object().put("error", "no such control"));
            };
        } catch (IllegalArgumentException | JsonProcessingException wrong) {
            return PlainReply.json(400, Json.object().put("error", wrong.getMessage()));
        }
    }

    /** Reads {@code {"faults": [...]}}, each as text or as an object with fault, argument, operation and times. */
    private static List<Fault> read(String body) throws JsonProcessingException {
        JsonNode list = Json.MAPPER.readTree(body).path("faults");
        if (!list.isArray()) {
            throw new IllegalArgumentException("write {\"faults\": [\"status=503x2\"]}");
        }
        List<Fault> read = new ArrayList<>();
        for (JsonNode item : list) {
            read.add(item.isTextual() ? Fault.parse(item.asText()) : readObject(item));
        }
        return read;
    }

    private static Fault readObject(JsonNode item) {
        return new Fault(
                FaultKind.of(item.path("fault").asText()),
                item.hasNonNull("argument") ? item.path("argument").asText() : null,
                item.hasNonNull("operation")
                        ? Operation.of(item.path("operation").asText())
                        : null,
                item.path("times").asInt(0));
    }

    private ObjectNode planted() {
        ObjectNode answer = Json.object();
        describe(faults.present(), answer.putArray("faults"));
        describe(faults.gone(), answer.putArray("gone"));
        ArrayNode idle = answer.putArray("idle");
        faults.idle().forEach(idle::add);
        return answer;
    }

    private static void describe(List<PlantedFault> planted, ArrayNode list) {
        for (PlantedFault one : planted) {
            Fault fault = one.left();
            Operation operation = fault.operation();
            list.addObject()
                    .put("fault", fault.kind().word())
                    .put("argument", fault.argument())
                    .put("operation", operation == null ? null : operation.word())
                    .put("times", one.isPlanted() ? fault.times() : 0)
                    .put("struck", one.struck());
        }
    }

    private ObjectNode recorded() {
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("calls");
        for (RecordedCall call : calls.all()) {
            ObjectNode item = list.addObject()
                    .put("method", call.method())
                    .put("path", call.path())
                    .put("query", call.target().query());
            ObjectNode headers = item.putObject("headers");
            call.headers()
                    .forEach((name, value) ->
                            headers.put(name, name.equalsIgnoreCase("Authorization") ? "(withheld)" : value));
            item.put("body", call.body());
        }
        return answer;
    }
}
