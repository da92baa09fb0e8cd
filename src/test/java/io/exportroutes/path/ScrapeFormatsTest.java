package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions;
import io.exportroutes.lab.servers.FreePort;
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
    /** What Prometheus 3 sends (scrape/scrape.go), without the versions that only it knows. */
    private static final String TEXTS = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            + "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
            + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

    /** The same with native histograms switched on there. */
    private static final String BINARY_FIRST =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6," + TEXTS;

    @Test
    void whoAsksForTheBinaryFormatFirstGetsText(@TempDir Path directory) throws Exception {
        try (Journey journey = new Journey(directory)) {
            Files.writeString(
                    journey.site().config().resolve("application.properties"),
                    "camel.management.port=" + FreePort.find() + "\n");
            journey.begin(
                    "nightly: {project: crm, export: database, destinations: [mirror]}", EngineOptions.Mode.SERVICE);
            URI page = journey.engine().health().orElseThrow().resolve("/observe/metrics");

            assertServed(page, TEXTS);
            assertServed(page, BINARY_FIRST);
        }
    }

    private static void assertServed(URI page, String accept) throws Exception {
        HttpResponse<String> answer = ask(page, accept);
        assertThat(answer.statusCode()).as(accept).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .as(accept)
                .matches("(text/plain|application/openmetrics-text);.*");
        assertThat(answer.body()).as(accept).contains("# TYPE app info", "camel_exchanges_total");
    }

    private static HttpResponse<String> ask(URI page, String accept) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(page).header("Accept", accept).build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
