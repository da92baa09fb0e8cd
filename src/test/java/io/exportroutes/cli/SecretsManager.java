package io.exportroutes.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/** The one call of AWS Secrets Manager that a placeholder makes; with its protocol, and no more of the service than that. */
final class SecretsManager implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCESS_KEY = "AKIDVAULT";

    private final HttpServer server;
    private final Map<String, String> secrets;

    private SecretsManager(HttpServer server, Map<String, String> secrets) {
        this.server = server;
        this.secrets = secrets;
        server.createContext("/", this::answer);
    }

    static SecretsManager start(Map<String, String> secrets) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SecretsManager manager = new SecretsManager(server, secrets);
        server.start();
        return manager;
    }

    /** How Camel reaches it, for application.properties. */
    String settings() {
        return """
                camel.vault.aws.region=eu-central-1
                camel.vault.aws.accessKey=%s
                camel.vault.aws.secretKey=hunter2hunter2
                camel.vault.aws.overrideEndpoint=true
                camel.vault.aws.uriEndpointOverride=http://127.0.0.1:%d
                """.formatted(ACCESS_KEY, server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode asked = JSON.readTree(exchange.getRequestBody());
            String secret = secrets.get(asked.path("SecretId").asText());
            boolean known = secret != null
                    && "secretsmanager.GetSecretValue"
                            .equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                    && exchange.getRequestHeaders()
                            .getFirst("Authorization")
                            .contains("Credential=" + ACCESS_KEY + "/");
            byte[] reply = JSON.writeValueAsBytes(
                    known
                            ? Map.of("Name", asked.path("SecretId").asText(), "SecretString", secret)
                            : Map.of(
                                    "__type",
                                    "ResourceNotFoundException",
                                    "Message",
                                    "Secrets Manager can't find the specified secret."));
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(known ? 200 : 400, reply.length);
            exchange.getResponseBody().write(reply);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
