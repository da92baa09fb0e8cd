package io.exportroutes.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls a sandbox as any client would, with its token and as project {@code crm} where the path is relative. */
final class SandboxClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Sandbox sandbox;

    SandboxClient(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** @param headers names and values in turn */
    HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET());
    }

    HttpResponse<byte[]> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(90))
                .header("Authorization", "Bearer " + sandbox.token());
        return headers.length == 0 ? request : request.headers(headers);
    }

    URI uri(String path) {
        return URI.create(sandbox.baseUri() + (path.startsWith("/") ? path : "/projects/crm/" + path));
    }

    /** The manifest of a new database export. */
    JsonNode create(String body) throws IOException, InterruptedException {
        return json(post("export/database", body)).at("/data/export");
    }

    HttpResponse<byte[]> download(String id, String... headers) throws IOException, InterruptedException {
        return get("export/download/" + id, headers);
    }

    static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        return JSON.readTree(response.body());
    }

    static String errorCode(HttpResponse<byte[]> response) throws IOException {
        return json(response).at("/error/code").asText();
    }
}
