package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.testing.PrometheusText;
import io.exportroutes.testing.PrometheusText.Series;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in monitoring/ fits what a real service serves, and the tools that are to read it do. */
@SuppressWarnings("NullAway.Init")
class MonitoringTest {
    private static final Path FOLDER = Path.of("monitoring");
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final Pattern METRIC = Pattern.compile("export_routes_[a-z0-9_]+");
    private static final String LAST =
            "export_routes_delivery_last_success_timestamp_seconds{destination=\"mirror\",export_job=\"nightly\"}";

    private static String page;

    @BeforeAll
    static void serve(@TempDir Path directory) throws Exception {
        try (Journey journey = new Journey(directory)) {
            ServedPage.prepare(journey);
            journey.begin(
                    "nightly: {project: crm, export: database, schedule: \"@daily\", destinations: [mirror]}",
                    EngineOptions.Mode.SERVICE);
            journey.once("nightly");
            page = Awaitility.await()
                    .until(() -> ServedPage.get(journey, "/observe/metrics").body(), text -> text.contains(LAST));
        }
    }

    @Test
    void rulesAndDashboardNameOnlyMetricsThatAreServed() throws IOException {
        Set<String> served = PrometheusText.parse(page).samples().keySet().stream()
                .map(Series::name)
                .collect(Collectors.toSet());

        assertThat(named("alerts.yml")).hasSizeGreaterThan(7).isSubsetOf(served);
        assertThat(named("dashboard.json")).hasSizeGreaterThan(14).isSubsetOf(served);
    }

    private static Set<String> named(String file) throws IOException {
        return METRIC.matcher(Files.readString(FOLDER.resolve(file)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eachAlertSaysHowBadItIsAndWhereToRead() throws IOException {
        Set<String> headings = Files.readAllLines(Path.of("docs/operations.md")).stream()
                .filter(line -> line.startsWith("#"))
                .map(line ->
                        line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
                .collect(Collectors.toSet());
        List<JsonNode> rules = list(new ObjectMapper(new YAMLFactory())
                .readTree(FOLDER.resolve("alerts.yml").toFile())
                .at("/groups/0/rules"));

        assertThat(rules).hasSizeGreaterThan(9).allSatisfy(rule -> {
            assertThat(rule.path("for").asText()).matches("\\d+m");
            assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.at("/annotations/runbook_url").asText()).startsWith("docs/operations.md#");
            assertThat(headings)
                    .contains(rule.at("/annotations/runbook_url").asText().replaceFirst(".*#", ""));
        });
    }

    /** What Grafana's import of a dashboard needs, from version 10 on. */
    @Test
    void theDashboardCanBeImported() throws IOException {
        JsonNode dashboard =
                new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());
        List<JsonNode> panels = list(dashboard.path("panels"));

        assertThat(dashboard.path("uid").asText()).hasSizeBetween(1, 40);
        assertThat(dashboard.path("title").asText()).isNotBlank();
        assertThat(dashboard.path("schemaVersion").asInt()).isBetween(36, 39);
        assertThat(dashboard.has("id")).as("an id is another server's").isFalse();
        assertThat(list(dashboard.at("/templating/list")))
                .anySatisfy(variable -> assertThat(variable.path("name").asText() + " "
                                + variable.path("type").asText() + " "
                                + variable.path("query").asText())
                        .isEqualTo("datasource datasource prometheus"));
        assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
        assertThat(panels).hasSizeGreaterThan(9).allSatisfy(panel -> {
            assertThat(panel.path("type").asText()).isIn("stat", "table", "timeseries");
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt())
                    .isBetween(1, 24);
            assertThat(list(panel.path("targets"))).isNotEmpty().allSatisfy(target -> {
                assertThat(target.path("expr").asText()).contains("export_routes_");
                assertThat(target.path("refId").asText()).isNotBlank();
                assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            });
        });
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    @Test
    void prometheusReadsTheRules() throws Exception {
        promtool("", "check", "rules", "monitoring/alerts.yml");
    }

    @Test
    void theRulesDoWhatTheirTestsSay() throws Exception {
        promtool("", "test", "rules", "monitoring/alerts_test.yml");
    }

    /** It tells of nothing unusual in our own names; those of Camel and of Java are theirs. */
    @Test
    void prometheusFindsNothingOddInThePage() throws Exception {
        String ours = page.lines()
                .filter(line -> line.contains("export_routes_"))
                .collect(Collectors.joining("\n", "", "\n"));

        assertThat(ours).contains(LAST);
        promtool(ours, "check", "metrics");
    }

    private static void promtool(String input, String... arguments) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(PROMTOOL), "There is no promtool");
        List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }
}
