package io.exportroutes.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A bucket of one object, whose user may write and read and not delete, as with an archive that nobody may change. */
final class StubbornBucket implements AutoCloseable {
    private static final byte[] DENIED =
            "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private volatile byte[] object = {};

    StubbornBucket() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            switch (exchange.getRequestMethod()) {
                case "PUT" -> {
                    object = sent;
                    exchange.sendResponseHeaders(200, -1);
                }
                case "HEAD" -> {
                    exchange.getResponseHeaders().set("Content-Length", String.valueOf(object.length));
                    exchange.sendResponseHeaders(200, -1);
                }
                case "GET" -> reply(exchange, 200, object);
                default -> reply(exchange, 403, DENIED);
            }
        }
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
