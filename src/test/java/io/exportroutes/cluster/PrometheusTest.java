package io.exportroutes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.UnfinishedRuns;
import io.exportroutes.testing.Edit;
import io.exportroutes.testing.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules and dashboard of monitoring/ in a real Prometheus server that scrapes two nodes of one ledger. */
class PrometheusTest {
    private static final Path FOLDER = Path.of("monitoring");

    /** Later than any due time. */
    private static final String LATER = "(time() + 100000000)";

    @TempDir
    private Path directory;

    @Test
    void rulesAndDashboardTellOfTwoNodesAsOfOneService() throws Exception {
        Assumptions.assumeTrue(
                PrometheusServer.installed(),
                "There is no Prometheus server: apt-get install -y --no-install-recommends prometheus");
        try (Cluster cluster = begun()) {
            try (PrometheusServer prometheus =
                    PrometheusServer.start(directory, FOLDER.resolve("alerts.yml"), cluster.metrics())) {
                awaitAnAnswerToEachQueryOfTheDashboard(prometheus);
                assertOverdueIsCountedOnce(prometheus);
                rest(cluster);
                assertSumsAreTheLedgers(cluster, prometheus);
                assertRulesAreEvaluated(prometheus);
            }
        }
    }

    /** Two nodes, and a job that fires each second, to one destination that takes it and one that does not. */
    private Cluster begun() throws IOException, InterruptedException {
        Cluster cluster = Cluster.open(directory, "30s");
        Files.writeString(
                cluster.site().config().resolve("application.properties"),
                "exports.alarms.interval=300\n",
                StandardOpenOption.APPEND);
        Edit.file(
                cluster.site().config().resolve("exports.yaml"),
                "schedule: \"* * * * * ?\", destinations: [mirror]",
                "schedule: \"* * * * * ?\", destinations: [mirror, vault]");
        cluster.restore(2);
        return cluster;
    }

    private static void awaitAnAnswerToEachQueryOfTheDashboard(PrometheusServer prometheus) throws IOException {
        List<String> queries = dashboard();
        assertThat(queries).hasSizeGreaterThan(14);
        for (String query : queries) {
            Cluster.await(query, () -> !prometheus.query(query).isEmpty());
        }
        Cluster.await("both nodes", () -> prometheus.query("up == 1").size() == 2);
    }

    private static List<String> dashboard() throws IOException {
        return list(new ObjectMapper()
                        .readTree(FOLDER.resolve("dashboard.json").toFile())
                        .path("panels"))
                .stream()
                .flatMap(panel -> list(panel.path("targets")).stream())
                .map(target -> asGrafanaAsks(target.path("expr").asText()))
                .toList();
    }

    /** With "All" installations, and four scrapes for a rate. */
    private static String asGrafanaAsks(String expression) {
        String asked = expression.replace("$installation", ".*").replace("$__rate_interval", "4s");
        assertThat(asked).doesNotContain("$");
        return asked;
    }

    /** With both nodes' due times on one side and both nodes' copies on the other. */
    private static void assertOverdueIsCountedOnce(PrometheusServer prometheus) throws IOException {
        assertThat(destinations(prometheus, alert("ExportRoutesOverdue"))).containsExactly("mirror");
        assertThat(destinations(prometheus, alert("ExportRoutesNeverDelivered")))
                .containsExactly("vault");
        assertThat(destinations(prometheus, alert("ExportRoutesPausedTooLong"))).isEmpty();
        String overdue = dashboard().stream()
                .filter(query -> query.startsWith("count(time() > "))
                .findFirst()
                .orElseThrow();
        assertThat(value(prometheus, overdue.replace("time()", LATER))).isEqualTo(2);
    }

    private static List<String> destinations(PrometheusServer prometheus, String expression) throws IOException {
        return prometheus.query(expression.replace("time()", LATER)).stream()
                .map(series -> series.at("/metric/destination").asText())
                .sorted()
                .toList();
    }

    private static void rest(Cluster cluster) {
        cluster.ledger().schedules().pause(Cluster.TICK, Instant.now());
        Cluster.awaitFor(Duration.ofSeconds(2), "rest", () -> UnfinishedRuns.of(cluster.ledger())
                .isEmpty());
    }

    private static void assertSumsAreTheLedgers(Cluster cluster, PrometheusServer prometheus) throws IOException {
        long dead = cluster.ledger().summaries().deadLetters().deliveries();
        assertThat(dead).isPositive();
        Cluster.await(
                "the last look of both nodes",
                () -> value(prometheus, panel("Dead letters")) == dead
                        && value(prometheus, panel("Paused jobs")) == 1
                        && value(prometheus, "sum(export_routes_deliveries_total{outcome=\"dead\"})") == dead);

        assertThat(value(prometheus, "sum(export_routes_runs_total{outcome=\"partial\"})"))
                .isEqualTo(runs(cluster, RunState.PARTIAL));
        assertThat(value(prometheus, panel("Alarms")))
                .isEqualTo(cluster.ledger().alarms().open().size());
        assertThat(prometheus.query(panel("Nodes"))).hasSize(2);
        assertThat(prometheus.query(panel("Copies"))).hasSize(1);
        assertBothSayTheSame(prometheus);
        assertThat(destinations(prometheus, alert("ExportRoutesPausedTooLong"))).containsExactly("mirror", "vault");
        assertThat(destinations(prometheus, alert("ExportRoutesOverdue"))).isEmpty();
    }

    private static void assertBothSayTheSame(PrometheusServer prometheus) throws IOException {
        for (String name : List.of(
                "delivery_last_success_timestamp_seconds",
                "delivery_due_timestamp_seconds",
                "job_paused",
                "artifact_bytes",
                "dead_letters",
                "alarms")) {
            String series = "count by (export_job, destination, kind) (export_routes_" + name + ")";
            String values =
                    "count by (export_job, destination, kind) (group by (export_job, destination, kind, value) ("
                            + "count_values by (export_job, destination, kind) (\"value\", export_routes_" + name
                            + ")))";
            assertThat(prometheus.query(series)).as(name).isNotEmpty();
            assertThat(prometheus.query(series + " != 2")).as(name).isEmpty();
            assertThat(prometheus.query(values + " != 1")).as(name).isEmpty();
        }
    }

    private static long runs(Cluster cluster, RunState state) {
        return cluster.ledger().runs().recent(Cluster.TICK, 1000).stream()
                .map(Run::state)
                .filter(state::equals)
                .count();
    }

    private static void assertRulesAreEvaluated(PrometheusServer prometheus) throws IOException {
        Cluster.await("the first look at each rule", () -> prometheus.rules().stream()
                .noneMatch(rule -> rule.path("health").asText().equals("unknown")));
        assertThat(prometheus.rules()).hasSize(alerts().size()).allSatisfy(rule -> assertThat(
                        rule.path("health").asText())
                .as(rule.toString())
                .isEqualTo("ok"));
        for (JsonNode rule : alerts()) {
            prometheus.query(rule.path("expr").asText());
        }
        assertThat(firing(prometheus)).containsExactlyInAnyOrder("ExportRoutesFailing", "ExportRoutesDeadLetters");
    }

    /** Those that would fire if it lasted. */
    private static List<String> firing(PrometheusServer prometheus) throws IOException {
        return prometheus.rules().stream()
                .filter(rule -> !rule.path("alerts").isEmpty())
                .map(rule -> rule.path("name").asText())
                .toList();
    }

    private static String panel(String title) throws IOException {
        return list(new ObjectMapper()
                        .readTree(FOLDER.resolve("dashboard.json").toFile())
                        .path("panels"))
                .stream()
                .filter(panel -> panel.path("title").asText().equals(title))
                .map(panel -> asGrafanaAsks(panel.at("/targets/0/expr").asText()))
                .findFirst()
                .orElseThrow();
    }

    private static String alert(String name) throws IOException {
        return alerts().stream()
                .filter(rule -> rule.path("alert").asText().equals(name))
                .map(rule -> rule.path("expr").asText())
                .collect(Collectors.joining());
    }

    private static List<JsonNode> alerts() throws IOException {
        return list(new ObjectMapper(new YAMLFactory())
                .readTree(FOLDER.resolve("alerts.yml").toFile())
                .at("/groups/0/rules"));
    }

    private static double value(PrometheusServer prometheus, String expression) throws IOException {
        List<JsonNode> series = prometheus.query(expression);
        assertThat(series).as(expression).hasSize(1);
        return series.get(0).at("/value/1").asDouble();
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
