package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.exportroutes.app.Engine;
import io.exportroutes.ledger.UnfinishedRuns;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a guard refused is delivered by nobody until somebody releases it by name, or discards it. */
@SuppressWarnings("NullAway.Init")
class RefusedArtifactsTest {
    private static final String NIGHTLY = "nightly: {project: crm, export: database,";

    @TempDir
    Path directory;

    Bench bench;
    String run;
    String export;

    @BeforeEach
    void aGuardRefusesTheNightlyExport() throws IOException {
        bench = new Bench(directory);
        Edit.file(bench.config().resolve("exports.yaml"), NIGHTLY, NIGHTLY + " guard: {min-size: 10MB},");
        Bench.Outcome once = bench.run("once", "nightly", "--output", "json");
        assertThat(once.status()).isEqualTo(1);
        run = once.json().at("/runs/0/run").asText();
        export = once.json().at("/runs/0/exportId").asText();
        assertThat(once.json().at("/runs/0/artifacts/0/state").asText()).isEqualTo("REFUSED");
        assertThat(once.json().at("/runs/0/artifacts/0/error").asText()).contains("at least 10000000");
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void theSweepOfTheSameProjectDoesNotDeliverIt() throws IOException {
        Bench.Outcome sweep = bench.run("once", "sweep", "--output", "json");

        assertThat(sweep.status()).isZero();
        assertThat(sweep.json().at("/runs/0/artifacts")).isEmpty();
        assertThat(delivered()).isEmpty();
        assertThat(letter().get("state").asText()).isEqualTo("REFUSED");
    }

    @Test
    void itIsADeadLetterThatSaysHowToEndIt() {
        assertThat(letter().get("id").asText()).isEqualTo(export);
        assertThat(letter().get("errorCode").asText()).isEqualTo("guard_min_size");
        assertThat(bench.run("dead-letters").out()).containsPattern(export + " +nightly +- +- +REFUSED +\\S.*");
        assertThat(bench.run("dead-letters", "show", export).out())
                .contains("dead-letters release " + export)
                .contains("dead-letters discard " + export)
                .doesNotContain("dead-letters replay " + export);
        JsonNode shown = bench.run("show", run, "--output", "json").json();
        assertThat(shown.at("/exports/0/state").asText()).isEqualTo("REFUSED");
        assertThat(shown.at("/exports/0/sha256").asText()).matches("[0-9a-f]{64}");
        assertThat(shown.at("/exports/0/hint").asText()).contains("dead-letters release");
        assertThat(shown.at("/errorCode").asText()).isEqualTo("guard_min_size");
    }

    @Test
    void noReplayLiftsIt() throws IOException {
        for (String id : List.of(export, run)) {
            Bench.Outcome replay = bench.run("dead-letters", "replay", id);
            assertThat(replay.status()).as(id).isEqualTo(2);
            assertThat(replay.err()).contains("dead-letters release " + export, "dead-letters discard " + export);
        }
        Bench.Outcome all = bench.run("dead-letters", "replay", "--all");
        assertThat(all.status()).isZero();
        assertThat(all.err()).contains(export);
        assertThat(letter().get("state").asText()).isEqualTo("REFUSED");
        assertThat(delivered()).isEmpty();
    }

    @Test
    void aReleaseDeliversTheKeptBytesAndTheSidecarSaysWhoAndWhy() throws IOException {
        int calls = bench.sandbox().calls().size();

        Bench.Outcome release = bench.run(
                "dead-letters", "release", export, "--reason", "The CRM was emptied on purpose", "--by", "Ada");

        assertThat(release.status()).as(release.err()).isZero();
        assertThat(release.out()).contains("nightly SUCCEEDED");
        assertThat(bench.sandbox().calls()).as("nothing is asked of the API").hasSize(calls);
        assertReleasedBy("Ada", "The CRM was emptied on purpose");
        assertThat(bench.run("dead-letters").out()).contains("There are no dead letters");
        assertThat(bench.run("show", run).out())
                .containsPattern("released +by Ada, \\S+: The CRM was emptied on purpose");
        assertThat(spooled()).isEmpty();
    }

    @Test
    void whereItsJobIsGoneItIsReleasedWithTheSettingsOfAnother() throws IOException {
        Edit.file(bench.config().resolve("exports.yaml"), "nightly: {", "renamed: {");

        Bench.Outcome refused = bench.run("dead-letters", "release", export, "--reason", "Looked at it");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .contains(export + " is not released: there is no job nightly in exports.yaml")
                .contains("dead-letters release " + export + " --as JOB");
        assertThat(bench.run("dead-letters", "replay", export, "--as", "renamed")
                        .err())
                .contains("dead-letters release " + export + " --as renamed");
        assertThat(bench.run("dead-letters", "release", export, "--reason", "x", "--as", "nowhere")
                        .status())
                .isEqualTo(2);
        assertThat(letter().get("state").asText()).isEqualTo("REFUSED");

        Bench.Outcome release = bench.run(
                "dead-letters", "release", export, "--reason", "Looked at it", "--by", "Ada", "--as", "renamed");

        assertThat(release.status()).as(release.err()).isZero();
        assertReleasedBy("Ada", "Looked at it");
        assertThat(bench.run("show", run).out()).containsPattern("works as +renamed");
    }

    @Test
    void whileTheServiceRunsItReleasesInTheNameOfTheUser() throws IOException {
        try (Engine service = bench.service()) {
            Bench.Outcome release = bench.run("dead-letters", "release", export, "--reason", "Looked at it");

            assertThat(release.status()).as(release.err()).isZero();
            assertThat(release.err()).contains("The service is using this state folder");
            assertReleasedBy(System.getProperty("user.name"), "Looked at it");
        }
    }

    @Test
    void withoutWaitingTheServiceIsOnlyAskedToReleaseIt() {
        try (Engine service = bench.service()) {
            Bench.Outcome release =
                    bench.run("dead-letters", "release", export, "--reason", "Looked at it", "--no-wait");

            assertThat(release.status()).isZero();
            assertThat(release.err()).contains("The service was asked to work on: " + run);
            Awaitility.await().untilAsserted(() -> assertThat(
                            UnfinishedRuns.of(service.appContext().ledger()))
                    .isEmpty());
            assertThat(service.appContext().deadLetters().artifacts()).isEmpty();
        }
    }

    @Test
    void aDiscardEndsItForEverAndFreesTheSpool() throws IOException {
        assertThat(spooled()).as("kept until somebody decides").isNotEmpty();

        assertThat(bench.run("dead-letters", "discard", export).out())
                .contains("discarded " + export, "discarded " + run);

        assertThat(bench.run("dead-letters").out()).contains("There are no dead letters");
        assertThat(bench.run("show", run, "--output", "json")
                        .json()
                        .at("/exports/0/state")
                        .asText())
                .isEqualTo("DISCARDED");
        Bench.Outcome sweep = bench.run("once", "sweep", "--output", "json");
        assertThat(sweep.status()).isZero();
        assertThat(sweep.json().at("/runs/0/artifacts")).isEmpty();
        assertThat(delivered()).isEmpty();
        assertThat(spooled()).isEmpty();
    }

    @Test
    void aReleaseNamesOneRefusedExportAndAReason() {
        assertThat(bench.run("dead-letters", "release", export).status()).isEqualTo(2);
        assertThat(bench.run("dead-letters", "release", export, "--reason", " ").status())
                .isEqualTo(2);
        assertThat(bench.run("dead-letters", "release", export, "--reason", "x", "--by", " ")
                        .status())
                .isEqualTo(2);
        Bench.Outcome unknown = bench.run("dead-letters", "release", "exp_x", "--reason", "x");
        assertThat(unknown.status()).isEqualTo(2);
        Bench.Outcome byRun = bench.run("dead-letters", "release", run, "--reason", "x");
        assertThat(byRun.status()).isEqualTo(2);
        assertThat(byRun.err()).contains(export);
        assertThat(letter().get("state").asText()).isEqualTo("REFUSED");
    }

    private void assertReleasedBy(String by, String reason) throws IOException {
        List<Path> sidecars = delivered().stream()
                .filter(file -> file.toString().endsWith(".manifest.json"))
                .toList();
        assertThat(sidecars).hasSize(2);
        for (Path sidecar : sidecars) {
            JsonNode release = new JsonMapper().readTree(sidecar.toFile()).get("release");
            assertThat(release.get("by").asText()).isEqualTo(by);
            assertThat(release.get("reason").asText()).isEqualTo(reason);
            assertThat(release.get("at").asText()).endsWith("Z");
        }
        JsonNode shown = bench.run("show", run, "--output", "json").json().at("/exports/0/release");
        assertThat(shown.get("by").asText()).isEqualTo(by);
        assertThat(shown.get("reason").asText()).isEqualTo(reason);
    }

    private JsonNode letter() {
        JsonNode letters = bench.run("dead-letters", "--output", "json").json().get("deadLetters");
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    private List<Path> delivered() throws IOException {
        List<Path> files = new java.util.ArrayList<>(files(bench.folder("good")));
        files.addAll(files(bench.folder("other")));
        return files;
    }

    private List<Path> spooled() throws IOException {
        return files(bench.state().resolve("spool"));
    }

    /** Without the marker that a destination's base directory has. */
    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(".export-routes-destination"))
                    .toList();
        }
    }
}
