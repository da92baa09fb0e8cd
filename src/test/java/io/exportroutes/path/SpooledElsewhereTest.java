package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.Engine;
import io.exportroutes.EngineOptions;
import io.exportroutes.EngineOptions.Mode;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 8, point 6: on several nodes, verified bytes in a spool outrank what the API says later. */
class SpooledElsewhereTest {
    private static final String NIGHTLY = "nightly: {project: crm, export: database, destinations: [vault]}";

    @TempDir
    private Path directory;

    @Test
    void aReplayIsLeftToTheLivingNodeThatHasTheBytes() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = deadLetter(journey);
            try (Engine other = other(journey)) {
                journey.site().s3().createBucket("acme-vault");

                other.place().deadLetters().replay(run.id());

                assertThat(journey.settled(run.id()).state()).isEqualTo(RunState.SUCCEEDED);
                journey.assertWholeEverywhere(run, "vault");
                assertThat(journey.calls("GET", "/download/"))
                        .as("from the spool")
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void whatAStoppedNodeHoldsVerifiedIsNotLostByALaterAnswerOfTheApi() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = deadLetter(journey);
            try (Engine other = other(journey)) {
                journey.stop();
                journey.site().s3().createBucket("acme-vault");
                other.place().deadLetters().replay(run.id());
                Run replayed = Journey.settled(other, run.id());

                assertThat(replayed.state()).isEqualTo(RunState.FAILED);
                Delivery dead =
                        other.place().ledger().deliveries().ofRun(run.id()).get(0);
                assertThat(dead.state()).isEqualTo(DeliveryState.DEAD);
                assertThat(dead.errorCode()).isEqualTo("bytes_on_other_node");
                assertThat(journey.calls("POST", "/export/database")).isEqualTo(1);
            }
            journey.restart(Mode.COMMAND);
            assertThat(journey.onlyExport(run).state()).isEqualTo(ExportState.VERIFIED);

            journey.engine().place().deadLetters().replay(run.id());

            assertThat(journey.settled(run.id()).state()).isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(run, "vault");
        }
    }

    /** The bytes are in the first node's spool, and the API has the export no longer. */
    private Run deadLetter(Journey journey) throws Exception {
        LedgerSource source = PostgresServer.empty();
        journey.with(
                        "defaults:\n",
                        "ledger: {url: \"%s\", username: postgres, takeover: 10s}\ndefaults:\n".formatted(source.url()))
                .begin(NIGHTLY);
        Run run = journey.once("nightly");
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        journey.site().sandbox().faults().plant("expired@download");
        return run;
    }

    private Engine other(Journey journey) {
        EngineOptions options = new EngineOptions(
                Path.of("."), journey.site().config(), directory.resolve("other-state"), Mode.COMMAND);
        return Engine.start(options, Clock.systemUTC()).orElseThrow();
    }
}
