package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs read what {@code --output json} prints: each key, in its order, and each null stay as they are. */
@SuppressWarnings("NullAway.Init")
class JsonOutputTest {
    @TempDir
    Path directory;

    Bench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new Bench(directory);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void aRunWithADeadDelivery() {
        assertThat(printed("once", "half")).isEqualTo(text("once-with-a-dead-delivery"));
        assertThat(printed("runs")).isEqualTo(text("runs"));
        assertThat(printed("show", run("half"))).isEqualTo(text("show"));
    }

    @Test
    void aSweepThatLostItsExport() {
        byte[] csv = "id\r\n1\r\n".getBytes(StandardCharsets.UTF_8);
        bench.sandbox().addExport(PlantedExport.table("crm", "deals", csv).withStatus("not_found"));

        assertThat(printed("once", "sweep")).isEqualTo(text("once-with-a-lost-export"));
        assertThat(printed("show", run("sweep"))).isEqualTo(text("show-a-lost-export"));
    }

    @Test
    void aReplayThatCouldNotStart() throws IOException {
        bench.run("once", "refused");
        Edit.file(
                bench.config().resolve("exports.yaml"),
                "token: " + bench.sandbox().token(),
                "token: revoked");

        assertThat(printed("dead-letters", "replay", run("refused"))).isEqualTo(text("replay-that-could-not-start"));
        assertThat(printed("runs")).isEqualTo(text("runs-with-a-note"));
        assertThat(printed("show", run("refused"))).isEqualTo(text("show-with-a-note"));
    }

    @Test
    void anArtifactReleasedAsAnotherJob() throws IOException {
        Edit.file(
                bench.config().resolve("exports.yaml"),
                "tables: {project: crm,",
                "tables: {project: crm, guard: {min-size: 10MB},");
        String export = bench.run("once", "tables", "--output", "json")
                .json()
                .at("/runs/0/exportId")
                .asText();
        bench.run("dead-letters", "release", export, "--reason", "Emptied", "--by", "Ada", "--as", "half");

        assertThat(printed("show", run("tables"))).isEqualTo(text("show-a-release"));
    }

    @Test
    void jobsDueAndPaused() {
        bench.run("once", "nightly");

        assertThat(printed("jobs")).isEqualTo(text("jobs"));

        bench.run("pause", "nightly");

        assertThat(printed("jobs")).isEqualTo(text("jobs-paused"));
    }

    private String run(String job) {
        return bench.run("runs", "--job", job, "--output", "json")
                .json()
                .at("/runs/0/run")
                .asText();
    }

    /** The file's lines, which are for the reader, as one. */
    private static String text(String name) {
        try (InputStream file = JsonOutputTest.class.getResourceAsStream("/json-output/" + name + ".txt")) {
            return oneLine(new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", "");
    }

    /** The one line; where runs differ, a word in capitals. */
    private String printed(String... command) {
        String[] json =
                Stream.concat(Stream.of(command), Stream.of("--output", "json")).toArray(String[]::new);
        return oneLine(bench.run(json).out())
                .replace(directory.toString(), "DIRECTORY")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "TIME")
                .replaceAll("exp_\\d{8}_\\d{6}_\\w{10}", "EXPORT")
                .replaceAll("\\d{8}T\\d{6}Z-\\w{4}", "RUN")
                .replaceAll("/\\d{4}/\\d\\d/\\d\\d/\\d{8}T\\d{6}Z_", "/DATE/TIME_")
                .replaceAll("\\breq_\\w+", "REQUEST")
                .replaceAll("oprun_\\w+", "OPERATION")
                .replaceAll("\"[0-9a-f]{64}\"", "\"SHA-256\"")
                .replaceAll("\"size\":\\d+", "\"size\":SIZE");
    }
}
