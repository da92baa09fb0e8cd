package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.lab.sandbox.PlantedExport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose only fault is an artifact that failed: it is a dead letter like any other. */
@SuppressWarnings("NullAway.Init")
class FailedArtifactsTest {
    private static final String SWEEP = "sweep: {project: crm, export: existing}";
    private static final String GUARDED = "sweep: {project: crm, export: existing, guard: {min-size: 1KB}}";

    @TempDir
    Path directory;

    Bench bench;

    @BeforeEach
    void sweepOneGoodArtifactAndOneThatIsTooSmall() throws IOException {
        bench = new Bench(directory);
        bench.sandbox().addExport(table("contacts", 1000));
        bench.sandbox().addExport(table("companies", 10));
        edit(SWEEP, GUARDED);
        assertThat(bench.run("once", "sweep").status()).isEqualTo(3);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void itIsListedAndShownWithItsReasonAndItsRun() {
        JsonNode letters =
                bench.run("dead-letters", "list", "--output", "json").json().get("deadLetters");

        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).get("id").asText())
                .isEqualTo(letters.get(0).get("exportId").asText());
        assertThat(letters.get(0).get("errorCode").asText()).isEqualTo("guard_min_size");
        assertThat(bench.run("dead-letters").out()).containsPattern("exp_\\S+ +sweep +- +- +\\S.*");
        assertThat(bench.run("dead-letters", "show", id()).out())
                .contains("is a dead letter")
                .contains("dead-letters replay " + id())
                .containsPattern("state +PARTIAL");
    }

    @Test
    void itIsReplayedByItsIdOnceItsCauseIsMended() throws IOException {
        String id = id();
        assertThat(bench.run("dead-letters", "replay", id).status()).isEqualTo(3);
        edit(GUARDED, SWEEP);

        Bench.Outcome replay = bench.run("dead-letters", "replay", id, "--output", "json");

        assertThat(replay.status()).as(replay.err()).isZero();
        assertThat(replay.json().at("/runs/0/state").asText()).isEqualTo("SUCCEEDED");
        assertThat(bench.run("dead-letters").out()).contains("There are no dead letters");
        assertThat(files(bench.folder("good"))).hasSize(4);
    }

    @Test
    void itIsReplayedByItsRunAndWithAllOthers() throws IOException {
        edit(GUARDED, SWEEP);
        assertThat(bench.run("dead-letters", "replay", "--all").status()).isZero();
        assertThat(bench.run("dead-letters").out()).contains("There are no dead letters");
    }

    @Test
    void whatIsDiscardedIsTriedNoMoreNotEvenByTheNextSweep() throws IOException {
        String id = id();

        Bench.Outcome discard = bench.run("dead-letters", "discard", id);

        assertThat(discard.out()).isEqualTo("discarded " + id + System.lineSeparator());
        assertThat(bench.run("dead-letters").out()).contains("There are no dead letters");
        edit(GUARDED, SWEEP);
        assertThat(bench.run("once", "sweep").status()).isZero();
        assertThat(files(bench.folder("good"))).hasSize(2);
        assertThat(files(bench.state().resolve("spool"))).isEmpty();
    }

    private static PlantedExport table(String name, int bytes) {
        String csv = "id\n" + "1\n".repeat(bytes / 2);
        return PlantedExport.table("crm", name, csv.getBytes(StandardCharsets.UTF_8));
    }

    private void edit(String before, String after) throws IOException {
        String text = Files.readString(bench.config().resolve("exports.yaml"));
        assertThat(text).contains(before);
        bench.configure(text.replace(before, after));
    }

    private String id() {
        return bench.run("dead-letters", "--output", "json")
                .json()
                .at("/deadLetters/0/id")
                .asText();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(".export-routes-destination"))
                    .toList();
        }
    }
}
