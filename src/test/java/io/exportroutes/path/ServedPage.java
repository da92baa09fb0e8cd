package io.exportroutes.path;

import io.exportroutes.lab.servers.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;

/** What a service answers at the address of health and metrics. */
final class ServedPage {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private ServedPage() {}

    /** Has the journey's services serve at a free port, and look at schedules and ledger several times a second. */
    static void prepare(Journey journey) throws IOException {
        Files.writeString(
                journey.site().config().resolve("application.properties"),
                "camel.management.port=" + FreePort.find() + "\nexports.alarms.interval=200\n");
    }

    static HttpResponse<String> get(Journey journey, String path) throws IOException, InterruptedException {
        return get(journey.engine().health().orElseThrow(), path);
    }

    static HttpResponse<String> get(URI health, String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(health.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
