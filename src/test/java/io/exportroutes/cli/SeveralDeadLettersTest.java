package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.app.Engine;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several dead letters at once: what is printed, and the exit status, say no more than what was done. */
@SuppressWarnings("NullAway.Init")
class SeveralDeadLettersTest {
    @TempDir
    Path directory;

    Bench bench;
    String run;
    String id;

    @BeforeEach
    void aRunWithADeadDelivery() throws IOException {
        bench = new Bench(directory);
        run = bench.run("once", "half", "--output", "json")
                .json()
                .at("/runs/0/run")
                .asText();
        id = letters().at("/0/id").asText();
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void whereAllAreRefusedTheReplayFailsAndNeverSaysThatThereAreNone() throws IOException {
        rename("half");

        Bench.Outcome replay = bench.run("dead-letters", "replay", "--all", "--output", "json");

        assertThat(replay.status()).as("nothing was changed").isEqualTo(2);
        assertThat(replay.err())
                .contains("there is no job half in exports.yaml")
                .doesNotContain("There are no dead letters");
        assertThat(replay.out()).isEqualToIgnoringNewLines("{\"runs\":[]}");
        assertThat(letters()).hasSize(1);
    }

    @Test
    void whereOneOfThemIsRefusedTheOthersAreReplayedAndTheStatusIsPartial() throws IOException {
        bench.run("once", "none");
        rename("none");
        bench.mend();

        Bench.Outcome replay = bench.run("dead-letters", "replay", "--all");

        assertThat(replay.out()).contains("half SUCCEEDED");
        assertThat(replay.err()).contains("there is no job none in exports.yaml");
        assertThat(replay.status()).isEqualTo(3);
        assertThat(letters().findValuesAsText("job")).containsOnly("none");
    }

    @Test
    void theStatusIsTheSameWhereNobodyWaits() throws IOException {
        bench.run("once", "none");
        rename("none");
        bench.mend();
        try (Engine service = bench.service()) {
            assertThat(bench.run("dead-letters", "replay", "--all", "--no-wait").status())
                    .isEqualTo(3);
        }
    }

    @Test
    void anIdThatIsNotThereKeepsTheOthersFromBeingDiscarded() {
        Bench.Outcome discard = bench.run("dead-letters", "discard", id, "typo");

        assertThat(discard.status()).isEqualTo(2);
        assertThat(discard.err()).contains("No dead letter has the id typo");
        assertThat(letters().at("/0/id").asText()).as("nothing was changed").isEqualTo(id);
    }

    @Test
    void anIdThatIsNotThereKeepsTheOthersFromBeingReplayed() {
        Bench.Outcome replay = bench.run("dead-letters", "replay", id, "typo");

        assertThat(replay.status()).isEqualTo(2);
        assertThat(replay.err()).contains("No dead letter has the id typo");
        assertThat(bench.run("show", run).out()).as("nothing was changed").containsPattern("state +PARTIAL");
    }

    /** An engine goes on with whatever is unfinished: status 2 promises that nothing was changed. */
    @Test
    void noEngineIsStartedForAnIdThatIsNotThere() throws IOException {
        Path lock = bench.state().resolve("engine.lock");
        Files.delete(lock);

        assertThat(bench.run("dead-letters", "replay", "typo").status()).isEqualTo(2);
        assertThat(bench.run("dead-letters", "release", "typo", "--reason", "x").status())
                .isEqualTo(2);

        assertThat(lock).doesNotExist();
    }

    @Test
    void aDeliveryAndItsRunAreNamedTogetherInAnyOrder() throws IOException {
        bench.mend();

        Bench.Outcome replay = bench.run("dead-letters", "replay", id, run, "--output", "json");

        assertThat(replay.status()).as(replay.err()).isZero();
        assertThat(replay.json().get("runs")).hasSize(1);
    }

    @Test
    void whatIsDiscardedByTwoOfItsNamesIsDiscardedOnce() {
        Bench.Outcome discard = bench.run("dead-letters", "discard", id, run);

        assertThat(discard.status()).as(discard.err()).isZero();
        assertThat(discard.out()).isEqualToIgnoringNewLines("discarded " + id);
    }

    /** The service reads its configuration when it starts, the command now: the job is known to the command alone. */
    @Test
    void whyAReplayCameToNothingIsSaidToWhoeverWaitedForIt() throws IOException {
        String configuration = Files.readString(bench.config().resolve("exports.yaml"));
        rename("half");
        try (Engine service = bench.service()) {
            bench.configure(configuration);

            Bench.Outcome json = bench.run("dead-letters", "replay", id, "--output", "json");
            Bench.Outcome text = bench.run("dead-letters", "replay", id);

            assertThat(json.status()).isEqualTo(3);
            assertThat(json.json().at("/runs/0/note").asText()).contains("could not start", "no job half");
            assertThat(text.out()).contains("could not start").contains("no job half");
            assertThat(bench.run("runs", "--output", "json")
                            .json()
                            .at("/runs/0/note")
                            .asText())
                    .contains("could not start");
        }
    }

    @Test
    void aRunWithoutANoteHasNoneInTheJson() {
        assertThat(bench.run("runs", "--output", "json").json().at("/runs/0").has("note"))
                .isFalse();
    }

    /** What the API no longer has, no replay brings back. */
    @Test
    void aSweepThatLostAllCanOnlyBeDiscarded() {
        bench.run("dead-letters", "discard", "--all");
        bench.sandbox()
                .addExport(PlantedExport.table("crm", "deals", "id\n1\n".getBytes(StandardCharsets.UTF_8))
                        .withStatus("not_found"));
        String sweep = bench.run("once", "sweep", "--output", "json")
                .json()
                .at("/runs/0/run")
                .asText();

        assertThat(bench.run("dead-letters", "show", sweep).out())
                .contains("dead-letters discard " + sweep)
                .doesNotContain("dead-letters replay");
        Bench.Outcome replay = bench.run("dead-letters", "replay", sweep);
        assertThat(replay.status()).isEqualTo(2);
        assertThat(replay.err()).contains("has nothing left to replay", "dead-letters discard " + sweep);
        Bench.Outcome all = bench.run("dead-letters", "replay", "--all");
        assertThat(all.status()).isZero();
        assertThat(all.err()).contains("No dead letter can be replayed").contains(sweep);
    }

    private void rename(String job) throws IOException {
        Edit.file(bench.config().resolve("exports.yaml"), "  " + job + ": {project", "  renamed: {project");
    }

    private JsonNode letters() {
        return bench.run("dead-letters", "--output", "json").json().get("deadLetters");
    }
}
