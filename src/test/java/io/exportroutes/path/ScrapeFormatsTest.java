package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.EngineOptions;
import io.exportroutes.testing.FreePort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for metrics, asked for as different Prometheus servers ask. */
class ScrapeFormatsTest {
    private static final String PROTOBUF =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
    private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0;q=0.5";
    private static final String TEXT = "text/plain;version=0.0.4;q=0.3";

    @Test
    void whoAsksForTheBinaryFormatGetsText(@TempDir Path directory) throws Exception {
        try (Journey journey = new Journey(directory)) {
            Files.writeString(
                    journey.site().config().resolve("application.properties"),
                    "camel.management.port=" + FreePort.find() + "\n");
            journey.begin(
                    "nightly: {project: crm, export: database, destinations: [mirror]}", EngineOptions.Mode.SERVICE);
            URI page = journey.engine().health().orElseThrow().resolve("/observe/metrics");

            assertThat(ask(page, PROTOBUF).statusCode())
                    .as("nothing else is taken")
                    .isEqualTo(406);
            assertServed(page, PROTOBUF + ";q=0.6," + TEXT, "text/plain; version=0.0.4; charset=utf-8");
            assertServed(
                    page,
                    PROTOBUF + ";q=0.6," + OPEN_METRICS + "," + TEXT,
                    "application/openmetrics-text; version=1.0.0; charset=utf-8");
        }
    }

    private static void assertServed(URI page, String accept, String contentType) throws Exception {
        HttpResponse<String> answer = ask(page, accept);
        assertThat(answer.statusCode()).as(accept).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).as(accept).hasValue(contentType);
        assertThat(answer.body()).as(accept).contains("# TYPE jvm_", "camel_");
    }

    private static HttpResponse<String> ask(URI page, String accept) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(page).header("Accept", accept).build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
