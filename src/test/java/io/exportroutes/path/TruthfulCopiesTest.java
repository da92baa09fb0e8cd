package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.Sidecar;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points 12, 13 and 25 from end to end: what is said of a copy is what its far end said. */
class TruthfulCopiesTest {
    private static final String JOB = "nightly: {project: crm, export: database, destinations: [%s]}";

    @TempDir
    private Path directory;

    /** Point 12: a far-end check that failed may pass. */
    @Test
    void aStoreThatDoesNotSeeYetWhatItTookIsAskedAgain() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().s3().hideTags(true); // so that it has to be asked
            journey.site().s3().hideObjects(2);
            Run run = journey.begin(JOB.formatted("archive")).once("nightly");

            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.delivery(run, "archive").attempts())
                    .as("its bytes are sent once")
                    .isEqualTo(1);
        }
    }

    /** Point 13. */
    @Test
    void aDiskThatIsNotMountedTakesNothingAndTheReplayArrivesOnceItIs() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.begin(JOB.formatted("mirror")).once("nightly");
            Path mirror = journey.site().mirror();
            Path disk = Files.move(mirror, mirror.resolveSibling("disk"));
            Files.createDirectory(mirror);
            Run run = journey.once("nightly");

            assertThat(run.state()).isEqualTo(RunState.FAILED);
            Delivery dead = journey.delivery(run, "mirror");
            assertThat(dead.state()).isEqualTo(DeliveryState.DEAD);
            assertThat(dead.failure().code()).isEqualTo("base_directory_changed");
            assertThat(dead.attempts()).as("final").isEqualTo(1);
            assertThat(dead.failure().hint()).contains("Mount the disk", "run forget-directory mirror");
            assertThat(mirror).isEmptyDirectory();

            Files.delete(mirror);
            Files.move(disk, mirror);
            journey.engine().appContext().deadLetters().replay(run.id());
            assertThat(journey.settled(run.id()).state()).isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(run, "mirror");
        }
    }

    /** Point 25; the sidecars are the same bytes everywhere, so that they say nothing of it. */
    @Test
    void eachDestinationSaysHowItConfirmedWhatItHas() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = journey.begin(JOB.formatted("archive, partner, mirror, ops"))
                    .once("nightly");

            assertConfirmed(journey, run, "archive", Confirmation.DIGEST);
            assertConfirmed(journey, run, "partner", Confirmation.CHECKSUM);
            assertConfirmed(journey, run, "mirror", Confirmation.SIZE);
            assertThat(journey.delivery(run, "ops").receipt().confirmation())
                    .as("a mail server does not say")
                    .isNull();
            String sidecar =
                    Sidecar.keyFor(journey.delivery(run, "archive").plan().key());
            assertThat(journey.site().s3().read(Site.BUCKET, sidecar))
                    .isEqualTo(Files.readAllBytes(journey.site().mirror().resolve(sidecar)))
                    .isEqualTo(Files.readAllBytes(
                            journey.site().ssh().root().resolve("incoming").resolve(sidecar)));
        }
    }

    private static void assertConfirmed(Journey journey, Run run, String destination, Confirmation confirmation) {
        Delivery delivery = journey.delivery(run, destination);
        assertThat(delivery.receipt().confirmation()).as(destination).isEqualTo(confirmation);
    }
}
