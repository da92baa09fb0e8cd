package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunIds;
import io.exportroutes.ledger.RunState;
import io.exportroutes.schedule.RunRequest;
import io.exportroutes.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 8, point 13, on several nodes: what one saw of a base directory, all of them know. */
class NewNodeTest {
    @TempDir
    private Path directory;

    @Test
    void aNodeThatNeverDeliveredNoticesThatItsDiskIsNotMounted() throws Exception {
        try (Journey journey = new Journey(directory)) {
            LedgerSource source = PostgresServer.empty();
            journey.with(
                            "defaults:\n",
                            "ledger: {url: \"%s\", username: postgres}\ndefaults:\n".formatted(source.url()))
                    .begin("nightly: {project: crm, export: database, destinations: [mirror]}")
                    .once("nightly");
            journey.stop();
            Path mirror = journey.site().mirror();
            Files.move(mirror, mirror.resolveSibling("disk"));
            Files.createDirectory(mirror);

            EngineOptions options = new EngineOptions(
                    Path.of("."), journey.site().config(), directory.resolve("new-state"), Mode.COMMAND);
            try (Engine newNode = Engine.start(options, Clock.systemUTC()).orElseThrow()) {
                String id = RunIds.manual("nightly", Instant.now(), RandomGenerator.getDefault());
                newNode.submit(new RunRequest(id, "nightly", "manual", Instant.now()));
                Run run = Journey.settled(newNode, id);

                assertThat(run.state()).isEqualTo(RunState.FAILED);
                Delivery dead =
                        newNode.appContext().ledger().deliveries().ofRun(id).get(0);
                assertThat(dead.state()).isEqualTo(DeliveryState.DEAD);
                assertThat(dead.failure().code()).isEqualTo("base_directory_changed");
                assertThat(mirror).isEmptyDirectory();
            }
        }
    }
}
