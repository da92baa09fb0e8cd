package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run logs: one line for each stage, readable as text, and as JSON with job, run, export, destination and request as keys. */
class LogFormatTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void eachStageIsOneLineWhoseFieldsAreKeys() throws Exception {
        List<JsonNode> lines = log(Map.of(), "--log-format", "json")
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(LogFormatTest::parse)
                .toList();
        String run = field(lines, " is queued ", "run");
        String export = field(lines, " made export ", "export");

        assertThat(run).startsWith("tables-2");
        for (String stage :
                List.of(" is queued ", " begins: ", " made export ", " is verified", " is at good", " is SUCCEEDED")) {
            assertThat(field(lines, stage, "run")).as(stage).isEqualTo(run);
            assertThat(field(lines, stage, "job")).as(stage).isEqualTo("tables");
        }
        assertThat(export).startsWith("exp_");
        assertThat(field(lines, " made export ", "request_id")).startsWith("req_");
        assertThat(field(lines, " is verified", "export")).isEqualTo(export);
        assertThat(field(lines, " is at good", "export")).isEqualTo(export);
        assertThat(field(lines, " is at good", "destination")).isEqualTo("good");
        assertThat(line(lines, " is SUCCEEDED").has("destination"))
                .as("what is over is not said any more")
                .isFalse();
        assertThat(lines).allSatisfy(line -> {
            assertThat(Instant.parse(line.path("timestamp").asText())).isBeforeOrEqualTo(Instant.now());
            assertThat(line.path("level").asText()).isIn("INFO", "WARN");
            assertThat(line.path("loggerName").asText()).isNotBlank();
        });
    }

    @Test
    void aFailedAttemptHasTheRequestThatTheApiNamesAsItsOwnKey() throws Exception {
        try (Bench bench = new Bench(directory)) {
            bench.sandbox().faults().plant("status@create=503x1");
            JsonNode failed = line(
                    log(bench, Map.of("EXPORT_ROUTES_LOG", "json"))
                            .lines()
                            .filter(line -> line.startsWith("{"))
                            .map(LogFormatTest::parse)
                            .toList(),
                    "Attempt of run ");

            assertThat(failed.path("request_id").asText()).startsWith("req_");
            assertThat(failed.path("run").asText()).startsWith("tables-2");
            assertThat(failed.path("message").asText())
                    .contains(failed.path("request_id").asText());
        }
    }

    @Test
    void textSaysTheSameInWordsAndTheOptionOutranksTheEnvironment() throws Exception {
        String log = log(Map.of("EXPORT_ROUTES_LOG", "json"), "--log-format", "plain");

        assertThat(log)
                .doesNotContain("{\"")
                .containsPattern("Run tables-\\S+ of job tables is queued")
                .containsPattern("Run tables-\\S+ made export exp_\\S+ \\(\\w+\\), request req_")
                .containsPattern("Run tables-\\S+: exp_\\S+ is at good, ")
                .containsPattern("Run tables-\\S+ of job tables is SUCCEEDED");
    }

    private String log(Map<String, String> environment, String... options) throws Exception {
        try (Bench bench = new Bench(directory)) {
            return log(bench, environment, options);
        }
    }

    private String log(Bench bench, Map<String, String> environment, String... options) throws Exception {
        String[] command = new String[options.length + 3];
        command[0] = "once";
        command[1] = "tables";
        command[2] = "--verbose";
        System.arraycopy(options, 0, command, 3, options.length);
        try (Program once = new Program(bench, directory, environment, command)) {
            assertThat(once.status()).as(once.err()).isZero();
            return once.err();
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    private static String field(List<JsonNode> lines, String part, String field) {
        return line(lines, part).path(field).asText();
    }

    private static JsonNode line(List<JsonNode> lines, String part) {
        List<JsonNode> found = lines.stream()
                .filter(line -> line.path("message").asText().contains(part))
                .toList();
        assertThat(found).as(part).hasSize(1);
        return found.get(0);
    }
}
