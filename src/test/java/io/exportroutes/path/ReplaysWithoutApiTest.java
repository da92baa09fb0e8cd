package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Issue 8, point 8: what is in the spool is delivered without asking the API. */
class ReplaysWithoutApiTest {
    private static final String SWEEP = "sweep: {project: crm, export: existing, destinations: [mirror, vault]}";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"status@list=503", "not-ok@list=token_revoked", "drop@list"})
    void theDeadLettersOfASweepAreReplayedWhileTheApiIsDownOrTheTokenRevoked(String fault) throws Exception {
        try (Journey journey = new Journey(directory)) {
            plant(journey);
            Run run = journey.begin(SWEEP).once("sweep");
            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            int calls = journey.site().sandbox().calls().size();
            journey.site().sandbox().faults().plantInReserve(fault, "the point is that nothing is asked");
            journey.site().s3().createBucket("acme-vault");

            journey.engine().appContext().deadLetters().replay(run.id());

            Run replayed = journey.settled(run.id());
            assertThat(replayed.state()).as(replayed.failure().message()).isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(replayed, "mirror", "vault");
            assertThat(journey.site().sandbox().calls()).hasSize(calls);
        }
    }

    @Test
    void aSweepThatACrashLeftDeliversWhatItHasWhileTheApiIsDown() throws Exception {
        try (Journey journey = new Journey(directory)) {
            plant(journey);
            journey.site().sandbox().faults().plant("never-answer@download");
            journey.with("retry: {attempts: 3", "retry: {attempts: 1").begin(SWEEP);
            String id = journey.submit("sweep");
            Awaitility.await().until(() -> journey.calls("GET", "/download/") == 3);
            journey.stop();
            journey.site().sandbox().faults().clear();
            journey.site().sandbox().faults().plantInReserve("status@list=503", "the listing is not asked");
            journey.restart(Mode.COMMAND);

            Run run = journey.settled(id);

            assertThat(journey.ledger().exports().ofRun(id))
                    .extracting(ExportEntry::state)
                    .as("downloads are asked for; the listing is not")
                    .containsOnly(ExportState.VERIFIED);
            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            assertThat(journey.ledger().deliveries().ofRun(id))
                    .filteredOn(delivery -> delivery.destination().equals("mirror"))
                    .extracting(Delivery::state)
                    .containsOnly(DeliveryState.DELIVERED);
        }
    }

    private static void plant(Journey journey) {
        for (int number = 1; number <= 3; number++) {
            byte[] csv = "id\n%d\n".formatted(number).getBytes(StandardCharsets.UTF_8);
            journey.site().sandbox().addExport(PlantedExport.table("crm", "t" + number, csv));
        }
    }
}
