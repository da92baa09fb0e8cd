package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verified bytes are gone, as with the disk of a node that died, and the API has the export no longer. */
class SpoolLossTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsNowhereIsAskedForAnew() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = lostSpool(journey, "[vault]");
            journey.site().s3().createBucket("acme-vault");

            replay(journey, run, "not-found@downloadx1");

            assertThat(journey.settled(run.id()).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.ledger().exports().ofRun(run.id()))
                    .extracting(ExportEntry::state)
                    .containsExactlyInAnyOrder(ExportState.LOST, ExportState.VERIFIED);
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(2);
        }
    }

    @Test
    void whatADestinationHasIsNotMixedWithANewExport() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = lostSpool(journey, "[mirror, vault]");
            journey.site().s3().createBucket("acme-vault");

            replay(journey, run, "not-found@downloadx1");

            assertThat(journey.settled(run.id()).state()).isEqualTo(RunState.PARTIAL);
            Delivery dead = journey.delivery(run, "vault");
            assertThat(dead.state()).isEqualTo(DeliveryState.DEAD);
            assertThat(dead.failure().message())
                    .contains(journey.onlyExport(run).manifest().id());
            journey.assertWholeEverywhere(run, "mirror");
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(1);
        }
    }

    @Test
    void whatADestinationHasAndCannotBeDownloadedAgainEndsWithTheReasonOfTheDownload() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = lostSpool(journey, "[mirror, vault]");
            journey.site().s3().createBucket("acme-vault");

            replay(journey, run, "status@download=500");

            Run settled = journey.settled(run.id());
            assertThat(settled.state()).as(settled.failure().message()).isEqualTo(RunState.PARTIAL);
            Delivery dead = journey.delivery(run, "vault");
            assertThat(dead.state()).isEqualTo(DeliveryState.DEAD);
            assertThat(dead.failure().message()).contains("500");
            assertThat(journey.onlyExport(run).state()).isEqualTo(ExportState.VERIFIED);
        }
    }

    /** A run whose bucket is not there yet, and whose spool was emptied while nothing ran. */
    private static Run lostSpool(Journey journey, String destinations) throws Exception {
        Run run = journey.begin("nightly: {project: crm, export: database, destinations: %s}".formatted(destinations))
                .once("nightly");
        assertThat(journey.onlyExport(run).state()).isEqualTo(ExportState.VERIFIED);
        journey.stop();
        File spool = journey.site().state().resolve("spool").toFile();
        List<File> files = List.of(Objects.requireNonNull(spool.listFiles()));
        assertThat(files).isNotEmpty().allMatch(File::delete);
        return run;
    }

    private static void replay(Journey journey, Run run, String fault) {
        journey.site().sandbox().faults().plant(fault);
        journey.restart(io.exportroutes.app.EngineOptions.Mode.COMMAND);
        assertThat(journey.engine().appContext().deadLetters().replay(run.id())).containsExactly(run.id());
    }
}
