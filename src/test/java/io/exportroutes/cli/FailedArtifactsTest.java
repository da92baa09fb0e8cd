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
    @TempDir
    Path directory;

    Bench bench;
    String empty;

    @BeforeEach
    void sweepOneGoodArtifactAndOneWithoutTheRowsThatItsManifestPromises() throws IOException {
        bench = new Bench(directory);
        bench.sandbox().addExport(PlantedExport.table("crm", "contacts", csv("id\n1\n2\n")));
        empty = bench.sandbox().addExport(PlantedExport.table("crm", "companies", csv("column_id\n")));
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
        assertThat(letters.get(0).get("errorCode").asText()).isEqualTo("artifact_empty_tables");
        assertThat(bench.run("dead-letters").out()).containsPattern("exp_\\S+ +sweep +- +- +\\S.*");
        assertThat(bench.run("dead-letters", "show", id()).out())
                .contains("is a dead letter")
                .contains("dead-letters replay " + id())
                .containsPattern("state +PARTIAL");
    }

    @Test
    void itsRunSaysWhichOneAndWhy() {
        JsonNode run = bench.run("runs", "--output", "json").json().at("/runs/0");

        assertThat(run.get("state").asText()).isEqualTo("PARTIAL");
        assertThat(run.get("error").asText())
                .contains(id())
                .contains("companies")
                .contains("FAILED");
        assertThat(bench.run("runs").out()).contains(run.get("error").asText());
        String replayed = bench.run("dead-letters", "replay", id()).out();
        assertThat(replayed.split("is FAILED: ", -1)).as("said once").hasSize(2);
    }

    @Test
    void itIsReplayedByItsIdOnceItsCauseIsMended() throws IOException {
        String id = id();
        assertThat(bench.run("dead-letters", "replay", id).status()).isEqualTo(3);
        mend();

        Bench.Outcome replay = bench.run("dead-letters", "replay", id, "--output", "json");

        assertThat(replay.status()).as(replay.err()).isZero();
        assertThat(replay.json().at("/runs/0/state").asText()).isEqualTo("SUCCEEDED");
        assertThat(bench.run("dead-letters").out()).contains("There are no dead letters");
        assertThat(files(bench.folder("good"))).hasSize(4);
    }

    @Test
    void itIsReplayedByItsRunAndWithAllOthers() throws IOException {
        mend();
        assertThat(bench.run("dead-letters", "replay", "--all").status()).isZero();
        assertThat(bench.run("dead-letters").out()).contains("There are no dead letters");
    }

    @Test
    void whatIsDiscardedIsTriedNoMoreNotEvenByTheNextSweep() throws IOException {
        String id = id();

        Bench.Outcome discard = bench.run("dead-letters", "discard", id);

        assertThat(discard.out()).isEqualTo("discarded " + id + System.lineSeparator());
        assertThat(bench.run("dead-letters").out()).contains("There are no dead letters");
        mend();
        assertThat(bench.run("once", "sweep").status()).isZero();
        assertThat(files(bench.folder("good"))).hasSize(2);
        assertThat(files(bench.state().resolve("spool"))).isEmpty();
    }

    private static byte[] csv(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** With as many bytes as it had: nothing but a download tells that it changed. */
    private void mend() {
        bench.sandbox().replaceArtifact(empty, out -> out.write(csv("id,n\n1,22\n")));
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
