package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunIds;
import io.exportroutes.ledger.RunState;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.testing.Edit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyTakenTest {
    private static final String JOBS = "nightly: {project: crm, export: database, destinations: [mirror, archive]}";
    private static final String RECIPIENT = "age17s5rlvzvv5fe0t6d6qu7mu5t8xemwr7ysvjz0j7xx487e6jgru9sdkne95";
    private static final Instant NIGHT = Instant.parse("2026-11-21T02:00:00Z");

    @TempDir
    private Path directory;

    /** Point 20. */
    @Test
    void twoRunsOfOneSecondWhoseKeysAreTheSameDoNotOverwriteEachOther() throws Exception {
        try (Journey journey = new Journey(directory)) {
            String sameForBoth = "mirror: {type: file, key: '{job}/{time}.zip', ";
            journey.with("mirror: {type: file, ", sameForBoth).begin(JOBS);
            Run first = journey.settled(submit(journey));
            assertThat(first.state()).isEqualTo(RunState.SUCCEEDED);
            Path copy = Path.of(
                    String.valueOf(journey.delivery(first, "mirror").receipt().location()));
            byte[] bytes = Files.readAllBytes(copy);

            Run second = journey.settled(submit(journey));

            Delivery refused = journey.delivery(second, "mirror");
            assertThat(second.state()).isEqualTo(RunState.PARTIAL);
            assertThat(refused.state()).isEqualTo(DeliveryState.DEAD);
            assertThat(refused.failure().code()).isEqualTo("key_taken");
            assertThat(refused.failure().message()).contains(first.id());
            assertThat(refused.attempts()).isZero();
            assertThat(Files.readAllBytes(copy)).isEqualTo(bytes);
            journey.assertWholeEverywhere(second, "archive");
            replayed(journey, refused, sameForBoth);
            journey.assertWholeEverywhere(first, "mirror");
            journey.assertWholeEverywhere(second, "mirror");
        }
    }

    /** What the hint says to do; that copies are encrypted from now on concerns other deliveries. */
    private static void replayed(Journey journey, Delivery refused, String before) throws Exception {
        journey.stop();
        Path file = journey.site().config().resolve("exports.yaml");
        Edit.file(
                file,
                before,
                "mirror: {type: file, encrypt: {to: [" + RECIPIENT + "]}, key: '{job}/{export-id}.zip', ");
        journey.restart(EngineOptions.Mode.COMMAND);
        journey.engine().appContext().deadLetters().replay(refused.id());
        Run run = journey.settled(refused.plan().runId());
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(journey.delivery(run, "mirror").plan().key()).endsWith(".zip");
    }

    private static String submit(Journey journey) {
        String id = RunIds.manual("nightly", NIGHT, RandomGenerator.getDefault());
        journey.engine().submit(new RunRequest(id, "nightly", "manual", NIGHT));
        return id;
    }
}
