package io.exportroutes.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A small answer whose body is in memory. */
record PlainReply(int status, Map<String, String> headers, byte[] body) implements Reply {
    static PlainReply json(int status, JsonNode body) {
        return new PlainReply(status, Map.of("Content-Type", "application/json; charset=utf-8"), Json.bytes(body));
    }

    static PlainReply html(int status) {
        String page = "<html><body><h1>" + status + "</h1><p>The proxy has no envelope.</p></body></html>\n";
        return new PlainReply(status, Map.of("Content-Type", "text/html"), page.getBytes(StandardCharsets.UTF_8));
    }

    PlainReply with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new PlainReply(status, more, body);
    }

    @Override
    public void send(HttpExchange exchange) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
