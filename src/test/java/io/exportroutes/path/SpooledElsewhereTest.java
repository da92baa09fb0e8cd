package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.Edit;
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
            Run run = failed(journey, NIGHTLY);
            journey.site().sandbox().faults().plantInReserve("expired@download", "the bytes come from the spool");
            try (Engine other = other(journey)) {
                journey.site().s3().createBucket("acme-vault");

                other.appContext().deadLetters().replay(run.id());

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
                other.appContext().deadLetters().replay(run.id());
                Run replayed = Journey.settled(other, run.id());

                assertThat(replayed.state()).isEqualTo(RunState.FAILED);
                Delivery dead =
                        other.appContext().ledger().deliveries().ofRun(run.id()).get(0);
                assertThat(dead.state()).isEqualTo(DeliveryState.DEAD);
                assertThat(dead.failure().code()).isEqualTo("bytes_on_other_node");
                assertThat(journey.calls("POST", "/export/database")).isEqualTo(1);
            }
            deliversFromItsSpool(journey, run);
        }
    }

    /** An API that is down, or refuses the token, says nothing of bytes that are verified. */
    @Test
    void whatAStoppedNodeHoldsVerifiedIsNotFailedByAnApiThatIsDown() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = deadLetter(journey, "status@download=503");
            try (Engine other = other(journey)) {
                journey.stop();
                other.appContext().deadLetters().replay(run.id());
                assertThat(Journey.settled(other, run.id()).state()).isEqualTo(RunState.FAILED);
            }
            journey.site().s3().createBucket("acme-vault");
            deliversFromItsSpool(journey, run);
        }
    }

    @Test
    void whatWasReleasedWhileItsNodeIsStoppedIsNotLostByALaterAnswerOfTheApi() throws Exception {
        try (Journey journey = new Journey(directory)) {
            String guarded = Edit.text(NIGHTLY, "export: database", "export: database, guard: {min-size: 1GB}");
            Run run = failed(journey, guarded, "expired@download");
            ExportEntry refused = journey.onlyExport(run);
            assertThat(refused.state()).isEqualTo(ExportState.REFUSED);
            try (Engine other = other(journey)) {
                journey.stop();
                journey.site().s3().createBucket("acme-vault");
                other.appContext().deadLetters().release(refused.manifest().id(), "Ada", "It is right", null);
                assertThat(Journey.settled(other, run.id()).state()).isEqualTo(RunState.FAILED);
                assertThat(other.appContext().ledger().deliveries().dead(run.id()))
                        .extracting(delivery -> delivery.failure().code())
                        .containsExactly("bytes_on_other_node");
            }
            deliversFromItsSpool(journey, run);
        }
    }

    /** The node that has the bytes is there again. */
    private static void deliversFromItsSpool(Journey journey, Run run) throws Exception {
        journey.restart(Mode.COMMAND);
        assertThat(journey.onlyExport(run).state()).isEqualTo(ExportState.VERIFIED);

        journey.engine().appContext().deadLetters().replay(run.id());

        assertThat(journey.settled(run.id()).state()).isEqualTo(RunState.SUCCEEDED);
        journey.assertWholeEverywhere(run, "vault");
    }

    private Run deadLetter(Journey journey) throws Exception {
        return deadLetter(journey, "expired@download");
    }

    private Run deadLetter(Journey journey, String then) throws Exception {
        return failed(journey, NIGHTLY, then);
    }

    /** As {@link #failed(Journey, String)}, and a download is answered like this from now on. */
    private Run failed(Journey journey, String jobs, String then) throws Exception {
        Run run = failed(journey, jobs);
        journey.site().sandbox().faults().plant(then);
        return run;
    }

    /** The bytes are in the first node's spool. */
    private Run failed(Journey journey, String jobs) throws Exception {
        LedgerSource source = PostgresServer.empty();
        journey.with(
                        "defaults:\n",
                        "ledger: {url: \"%s\", username: postgres, takeover: 10s}\ndefaults:\n".formatted(source.url()))
                .begin(jobs);
        Run run = journey.once("nightly");
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        return run;
    }

    private Engine other(Journey journey) {
        EngineOptions options = new EngineOptions(
                Path.of("."), journey.site().config(), directory.resolve("other-state"), Mode.COMMAND);
        return Engine.start(options, Clock.systemUTC()).orElseThrow();
    }
}
