package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job's entry in exports.yaml is edited while something of it is unfinished. */
class ChangedConfigurationTest {
    private static final String NIGHTLY = "nightly: {project: %s, export: database, destinations: [%s]}";

    @TempDir
    private Path directory;

    @Test
    void anUnfinishedExportStaysOneOfItsOwnProject() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("never-ready");
            journey.begin(NIGHTLY.formatted("crm", "mirror"));
            String id = journey.submit("nightly");
            Awaitility.await().until(() -> journey.calls("GET", "/exports") > 1);
            journey.stop();
            journey.site().sandbox().faults().clear();
            int before = journey.site().sandbox().calls().size();
            journey.begin(NIGHTLY.formatted("shop", "mirror"));

            Run run = journey.settled(id);

            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(run.progress().request().renewals()).isZero();
            assertThat(run.origin().project()).isEqualTo("crm");
            assertThat(journey.site().sandbox().calls().stream().skip(before))
                    .allSatisfy(call -> assertThat(call.path()).contains("/projects/crm/"));
            Delivery delivery = journey.delivery(run, "mirror");
            assertThat(delivery.plan().key()).startsWith("crm/");
            assertThat(journey.site().mirror().resolve(delivery.plan().key() + ".manifest.json"))
                    .content()
                    .contains("\"project\" : \"crm\"");
        }
    }

    @Test
    void aFailedArtifactOfASweepIsDownloadedAgainFromItsOwnProject() throws Exception {
        try (Journey journey = new Journey(directory)) {
            byte[] csv = "id\n1\n".getBytes(StandardCharsets.UTF_8);
            journey.site().sandbox().addExport(PlantedExport.table("crm", "contacts", csv));
            journey.site().sandbox().faults().plant("status@download=403x1");
            String sweep = "sweep: {project: %s, export: existing, destinations: [mirror]}";
            Run run = journey.begin(sweep.formatted("crm")).once("sweep");
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            journey.stop();
            journey.begin(sweep.formatted("shop"));

            journey.engine().appContext().deadLetters().replay(run.id());

            Run replayed = journey.settled(run.id());
            assertThat(replayed.state()).as(replayed.failure().message()).isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(replayed, "mirror");
        }
    }

    /** Nothing was asked of the API yet: a run that failed by a mistake in the project is mended by its correction. */
    @Test
    void aRunThatHasNothingYetGoesByTheProjectAsItIsNow() throws Exception {
        try (Journey journey = new Journey(directory)) {
            byte[] csv = "id\n1\n".getBytes(StandardCharsets.UTF_8);
            journey.site().sandbox().addExport(PlantedExport.table("crm", "contacts", csv));
            String sweep = "sweep: {project: %s, export: existing, destinations: [mirror]}";
            Run run = journey.begin(sweep.formatted("nowhere")).once("sweep");
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            journey.stop();
            journey.begin(sweep.formatted("crm"));

            journey.engine().appContext().deadLetters().replay(run.id());

            Run replayed = journey.settled(run.id());
            assertThat(replayed.state()).as(replayed.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(replayed.origin().project()).isEqualTo("crm");
        }
    }

    @Test
    void aNewDestinationGetsNoOldArtifact() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = deadAtTheVault(journey, "vault");
            journey.begin(NIGHTLY.formatted("crm", "vault, mirror"));

            Run replayed = replay(journey, run);

            assertThat(replayed.state()).as(replayed.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.ledger().deliveries().ofRun(run.id()))
                    .extracting(Delivery::destination)
                    .containsExactly("vault");
            assertThat(journey.site().mirror()).doesNotExist();
            Run next = journey.once("nightly");
            journey.assertWholeEverywhere(next, "vault", "mirror");
        }
    }

    @Test
    void aDestinationThatTheJobNoLongerNamesGetsWhatItIsOwed() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = deadAtTheVault(journey, "vault, mirror");
            journey.begin(NIGHTLY.formatted("crm", "mirror"));

            Run replayed = replay(journey, run);

            assertThat(replayed.state()).as(replayed.failure().message()).isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(replayed, "vault", "mirror");
            Run next = journey.once("nightly");
            assertThat(journey.ledger().deliveries().ofRun(next.id()))
                    .extracting(Delivery::destination)
                    .containsExactly("mirror");
        }
    }

    @Test
    void aSweepThatTakesOverWhatFailedAddsItsOwnDestinations() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("status@download=403x1");
            String sweep = "\nsweep: {project: crm, export: existing, destinations: [archive]}";
            Run failed =
                    journey.begin(NIGHTLY.formatted("crm", "mirror") + sweep).once("nightly");
            assertThat(failed.state()).isEqualTo(RunState.FAILED);

            Run run = journey.once("sweep");

            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.ledger().deliveries().ofRun(run.id()))
                    .extracting(Delivery::destination)
                    .containsExactly("archive", "mirror");
            journey.assertWholeEverywhere(run, "archive", "mirror");
        }
    }

    /** The bucket of the vault is made only after the run. */
    private static Run deadAtTheVault(Journey journey, String destinations) throws Exception {
        Run run = journey.begin(NIGHTLY.formatted("crm", destinations)).once("nightly");
        assertThat(journey.delivery(run, "vault").state()).isEqualTo(DeliveryState.DEAD);
        journey.stop();
        journey.site().s3().createBucket("acme-vault");
        return run;
    }

    private static Run replay(Journey journey, Run run) {
        journey.engine().appContext().deadLetters().replay(run.id());
        return journey.settled(run.id());
    }
}
