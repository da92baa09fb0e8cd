package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.app.EngineOptions;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.PrometheusText;
import io.exportroutes.testing.PrometheusText.Series;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a monitoring system reads of the service: whether it is well, and Camel's own counts of what its routes did. */
class MetricsTest {
    private static final String SENT = "camel_exchange_event_notifier_seconds_count";
    private static final String CREATE = "kamelet:zangtable-create-export-action";

    @TempDir
    private Path directory;

    @Test
    void thePagesSayWhatHappenedAndDoNotGrowWithTheRuns() throws Exception {
        try (Journey journey = new Journey(directory)) {
            ServedPage.prepare(journey);
            journey.site().sandbox().faults().plant("status@create=503x1");
            journey.begin(
                    "nightly: {project: crm, export: database, schedule: \"@daily\", destinations: [mirror, archive, vault]}",
                    EngineOptions.Mode.SERVICE);
            Run first = journey.once("nightly");
            assertThat(first.state()).as("there is no such bucket for vault").isEqualTo(RunState.PARTIAL);

            assertThat(page(journey, "/observe/health").body()).contains("\"status\":\"UP\"");
            Set<Series> series = awaitCounts(journey, 1, 1);

            journey.site().sandbox().faults().plant("status@create=503x1");
            Run second = journey.once("nightly");
            assertThat(awaitCounts(journey, 2, 2))
                    .as("the same series, counted on")
                    .isEqualTo(series);
            String text = page(journey, "/observe/metrics").body();
            assertThat(text)
                    .doesNotContain(
                            first.id(),
                            second.id(),
                            "exp_",
                            journey.site().sandbox().token());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# TYPE a counter\na 1",
                "a 1\n",
                "# TYPE a counter\na{b=\"1\"} 1\na{b=\"1\"} 2\n",
                "# TYPE a counter\n# TYPE b counter\na{x=\"1\"} 1\nb 1\na{x=\"2\"} 1\n",
                "# TYPE a counter\n# TYPE a counter\na 1\n",
                "# TYPE a total\na 1\n",
                "# TYPE a counter\na{b=1} 1\n",
                "# TYPE a counter\na{b=\"\\x\"} 1\n",
                "# TYPE a counter\na one\n",
                "# TYPE a counter\na 1 # {trace=\"1\"} 1\n",
                "# TYPE a counter\na-b 1\n"
            })
    void whatIsNotInTheFormatIsNotRead(String page) {
        assertThatThrownBy(() -> PrometheusText.parse(page)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The last counts of a run come a moment after it is settled, when its exchange is through. */
    private Set<Series> awaitCounts(Journey journey, int runs, int failedAsks) {
        AtomicReference<Set<Series>> series = new AtomicReference<>(Set.of());
        Awaitility.await().untilAsserted(() -> {
            PrometheusText page = metrics(journey);
            assertCounts(page, runs, failedAsks);
            series.set(page.samples().keySet());
        });
        return Objects.requireNonNull(series.get());
    }

    private static void assertCounts(PrometheusText page, int runs, int failedAsks) {
        assertThat(page.sum("camel_exchanges_total", Map.of("routeId", "pass"))).isEqualTo(runs);
        assertThat(page.sum("camel_exchanges_total", Map.of("routeId", "request")))
                .isEqualTo(runs + failedAsks);
        assertThat(page.sum("camel_exchanges_failed_total", Map.of("routeId", "request")))
                .isEqualTo(failedAsks);
        assertThat(page.sum("camel_exchanges_total", Map.of("routeId", "housekeeping")))
                .as("what comes by itself has its series from its first turn on")
                .isPositive();
        assertThat(page.sum("camel_exchanges_inflight", Map.of())).isZero();
        assertThat(sent(page, CREATE, "true")).isEqualTo(failedAsks);
        assertThat(sent(page, CREATE, "false")).isEqualTo(runs);
        assertThat(sent(page, "kamelet://file-artifact-sink/mirror", "false"))
                .as("artifact and sidecar")
                .isEqualTo(2 * runs);
        assertThat(sent(page, "kamelet://s3-artifact-sink/archive", "false")).isEqualTo(2 * runs);
        assertThat(sent(page, "kamelet://s3-artifact-sink/vault", "true")).isEqualTo(runs);
        assertOwnCounts(page, runs, failedAsks);
    }

    private static void assertOwnCounts(PrometheusText page, int runs, int failedAsks) {
        assertThat(own(page, "runs_total", "outcome", "partial")).isEqualTo(runs);
        assertThat(own(page, "runs_total", "outcome", "skipped")).isZero();
        assertThat(own(page, "deliveries_total", "outcome", "delivered")).isEqualTo(2 * runs);
        assertThat(own(page, "deliveries_total", "outcome", "dead")).isEqualTo(runs);
        assertThat(own(page, "api_requests_total", "status", "5xx")).isEqualTo(failedAsks);
        assertThat(own(page, "api_requests_total", "status", "2xx"))
                .as("request, listing and download of each run")
                .isGreaterThanOrEqualTo(3 * runs);
        assertThat(own(page, "stage_duration_seconds_count", "stage", "download"))
                .isEqualTo(runs);
        assertThat(own(page, "stage_duration_seconds_count", "stage", "deliver"))
                .as("what failed was not passed")
                .isEqualTo(2 * runs);
        assertThat(own(page, "stage_duration_seconds_count", "stage", "request"))
                .isEqualTo(runs);
        assertThat(own(page, "dead_letters", "kind", "delivery")).isEqualTo(runs);
        assertThat(own(page, "alarms", "kind", "failing")).isEqualTo(1);
        assertThat(own(page, "delivery_last_success_timestamp_seconds", "destination", "archive"))
                .isBetween(own(page, "last_look_timestamp_seconds", "", "") - 600, now());
        assertThat(own(page, "delivery_due_timestamp_seconds", "destination", "vault"))
                .isGreaterThan(now());
        assertThat(page.samples().keySet())
                .as("never 0 days since 1970")
                .noneMatch(series -> series.name().contains("last_success")
                        && "vault".equals(series.labels().get("destination")));
        assertThat(own(page, "clock_skew_seconds", "", "")).isBetween(-60.0, 60.0);
        assertThat(own(page, "artifact_bytes", "export_job", "nightly")).isPositive();
    }

    private static double now() {
        return System.currentTimeMillis() / 1000.0;
    }

    private static double own(PrometheusText page, String name, String label, String value) {
        return page.sum("export_routes_" + name, label.isEmpty() ? Map.of() : Map.of(label, value));
    }

    private static double sent(PrometheusText page, String endpoint, String failed) {
        return page.sum(SENT, Map.of("endpointName", endpoint, "failed", failed));
    }

    private PrometheusText metrics(Journey journey) throws IOException, InterruptedException {
        HttpResponse<String> page = page(journey, "/observe/metrics");
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        return PrometheusText.parse(page.body());
    }

    private HttpResponse<String> page(Journey journey, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = ServedPage.get(journey, path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response;
    }
}
