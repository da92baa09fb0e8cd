package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.ledger.UnfinishedRuns;
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

@SuppressWarnings("NullAway.Init")
class DeadLettersCommandTest {
    @TempDir
    Path directory;

    Bench bench;

    @BeforeEach
    void start() throws IOException {
        bench = new Bench(directory);
        bench.run("once", "half");
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void theListHasTheReason() {
        Bench.Outcome list = bench.run("dead-letters");

        assertThat(list.status()).isZero();
        assertThat(list.out()).containsPattern("exp_\\S+@broken +half +broken +[12] +\\S.*");
        assertThat(bench.run("dead-letters", "list").out()).isEqualTo(list.out());
    }

    @Test
    void aFailedRunIsADeadLetterToo() {
        bench.run("once", "refused");

        JsonNode letters =
                bench.run("dead-letters", "list", "--output", "json").json().get("deadLetters");

        assertThat(letters).hasSize(2);
        assertThat(letters.get(1).get("job").asText()).isEqualTo("refused");
        assertThat(letters.get(1).get("destination").isNull()).isTrue();
        assertThat(letters.get(1).get("error").asText()).contains("Project was not found");
    }

    @Test
    void oneIsShownWithWhatToDoAndItsRun() {
        Bench.Outcome shown = bench.run("dead-letters", "show", id());

        assertThat(shown.status()).isZero();
        assertThat(shown.out())
                .contains("is a dead letter")
                .contains("dead-letters replay " + id())
                .containsPattern("state +PARTIAL");
    }

    @Test
    void aReplayDeliversTheSpooledBytesWithoutAskingTheApi() throws IOException {
        int calls = bench.sandbox().calls().size();
        bench.mend();

        Bench.Outcome replay = bench.run("dead-letters", "replay", id(), "--output", "json");

        assertThat(replay.status()).isZero();
        assertThat(replay.json().at("/runs/0/state").asText()).isEqualTo("SUCCEEDED");
        assertThat(bench.sandbox().calls()).hasSize(calls);
        JsonNode artifact = replay.json().at("/runs/0/artifacts/0");
        Path copy = Path.of(artifact.get("deliveries").findParents("destination").stream()
                .filter(one -> one.get("destination").asText().equals("broken"))
                .findFirst()
                .orElseThrow()
                .get("location")
                .asText());
        assertThat(copy)
                .hasBinaryContent(
                        bench.sandbox().artifact(artifact.get("exportId").asText()));
        assertThat(bench.run("dead-letters").out()).contains("There are no dead letters");
    }

    @Test
    void aReplayThatFailsAgainHasTheStatusOfARun() {
        assertThat(bench.run("dead-letters", "replay", "--all").status()).isEqualTo(3);
    }

    @Test
    void whileTheServiceWorksItReplays() throws IOException {
        bench.mend();
        try (Engine service = bench.service()) {
            Bench.Outcome replay = bench.run("dead-letters", "replay", id());

            assertThat(replay.status()).isZero();
            assertThat(replay.err()).contains("The service is using this state folder");
            assertThat(service.appContext().deadLetters().deliveries()).isEmpty();
        }
    }

    @Test
    void withoutWaitingTheServiceIsOnlyAsked() throws IOException {
        bench.mend();
        try (Engine service = bench.service()) {
            Bench.Outcome replay = bench.run("dead-letters", "replay", "--all", "--no-wait", "--output", "json");

            assertThat(replay.status()).isZero();
            assertThat(replay.err()).contains("The service was asked to work on: half-");
            assertThat(replay.json().at("/runs/0/run").asText()).startsWith("half-");
            Awaitility.await().untilAsserted(() -> assertThat(
                            UnfinishedRuns.of(service.appContext().ledger()))
                    .isEmpty());
            assertThat(service.appContext().deadLetters().deliveries()).isEmpty();
        }
    }

    @Test
    void aDiscardedOneIsGone() {
        String id = id();

        Bench.Outcome discard = bench.run("dead-letters", "discard", id);

        assertThat(discard.status()).isZero();
        assertThat(discard.out()).isEqualTo("discarded " + id + System.lineSeparator());
        assertThat(bench.run("dead-letters").out()).contains("There are no dead letters");
    }

    @Test
    void whatIsDiscardedLeavesTheSpoolAtTheNextStart() throws IOException {
        assertThat(spooled()).isNotEmpty();
        bench.run("dead-letters", "discard", id());

        bench.service().close();

        assertThat(spooled()).isEmpty();
    }

    @Test
    void whatIsDiscardedWhileTheServiceRunsLeavesTheSpool() throws IOException {
        Files.writeString(bench.config().resolve("application.properties"), "exports.housekeeping.interval=200\n");
        try (Engine service = bench.service(Mode.SCHEDULES)) {
            assertThat(spooled()).isNotEmpty();

            bench.run("dead-letters", "discard", id());

            Awaitility.await().untilAsserted(() -> assertThat(spooled()).isEmpty());
        }
    }

    @Test
    void aFailedRunIsGivenUpWithTheLastOfItsDeliveriesThatIsDiscarded() {
        String run = bench.run("once", "none", "--output", "json")
                .json()
                .at("/runs/0/run")
                .asText();
        String delivery =
                bench.run("dead-letters", "--output", "json").json().get("deadLetters").findParents("run").stream()
                        .filter(letter -> letter.get("run").asText().equals(run))
                        .map(letter -> letter.get("id").asText())
                        .findFirst()
                        .orElseThrow();

        assertThat(bench.run("dead-letters", "discard", delivery).out())
                .contains("discarded " + delivery, "discarded " + run);

        assertThat(bench.run("show", run).out()).containsPattern("state +SKIPPED");
        assertThat(bench.run("dead-letters", "replay", run).status()).isEqualTo(2);
    }

    @Test
    void aFailedRunCanBeDiscardedTooAndKeepsItsReason() {
        String run = bench.run("once", "refused", "--output", "json")
                .json()
                .at("/runs/0/run")
                .asText();

        Bench.Outcome discard = bench.run("dead-letters", "discard", run);

        assertThat(discard.out()).isEqualTo("discarded " + run + System.lineSeparator());
        assertThat(bench.run("dead-letters").out()).doesNotContain(run);
        assertThat(bench.run("show", run).out())
                .containsPattern("state +SKIPPED")
                .contains("Project was not found");
    }

    @Test
    void allIsAllEvenWhereARunAndItsDeliveryAreDead() throws IOException {
        bench.run("once", "none");
        bench.run("dead-letters", "discard", "--all");
        assertThat(bench.run("dead-letters").out()).contains("There are no dead letters");

        bench.run("once", "none");
        bench.mend();
        assertThat(bench.run("dead-letters", "replay", "--all").status()).isZero();
    }

    @Test
    void nothingDeadToReplayIsNoFailure() {
        bench.run("dead-letters", "discard", "--all");

        Bench.Outcome replay = bench.run("dead-letters", "replay", "--all");

        assertThat(replay.status()).isZero();
        assertThat(replay.err()).contains("There are no dead letters");
        assertThat(bench.run("dead-letters", "replay", "--all", "--output", "json")
                        .out())
                .isEqualToIgnoringNewLines("{\"runs\":[]}");
    }

    @Test
    void anUnknownIdIsUsage() {
        assertThat(bench.run("dead-letters", "replay", "exp_x@broken").status()).isEqualTo(2);
        assertThat(bench.run("dead-letters", "discard", "exp_x@broken").status())
                .isEqualTo(2);
        assertThat(bench.run("dead-letters", "show", id() + "x").err()).contains("Did you mean " + id());
        assertThat(bench.run("dead-letters", "replay").status()).isEqualTo(2);
    }

    private List<Path> spooled() throws IOException {
        try (Stream<Path> files = Files.list(bench.state().resolve("spool"))) {
            return files.toList();
        }
    }

    private String id() {
        return bench.run("dead-letters", "--output", "json")
                .json()
                .at("/deadLetters/0/id")
                .asText();
    }
}
