package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.Edit;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A destination that fails neither delays nor fails another one, and is retried from the same verified bytes. */
class IsolationTest {
    private static final String ALL =
            "nightly: {project: crm, export: database, destinations: [archive, partner, mirror, ops, vault]}";

    @TempDir
    private Path directory;

    @Test
    void aMissingBucketIsADeadLetterAtOnceAndItsReplayAsksTheApiNothing() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = journey.begin(ALL).once("nightly");
            assertThat(run.state()).isEqualTo(RunState.PARTIAL);
            Delivery dead = journey.delivery(run, "vault");
            assertThat(dead.state()).isEqualTo(DeliveryState.DEAD);
            assertThat(dead.attempts()).isEqualTo(1);
            assertThat(dead.failure().hint()).isNotBlank();
            journey.assertWholeEverywhere(run, "archive", "partner", "mirror", "ops");

            int calls = journey.site().sandbox().calls().size();
            journey.site().s3().createBucket("acme-vault");
            journey.engine().appContext().deadLetters().replay(dead.id());
            Run replayed = journey.settled(run.id());
            assertThat(replayed.state()).isEqualTo(RunState.SUCCEEDED);
            journey.assertWholeEverywhere(replayed, "vault");
            assertThat(journey.site().sandbox().calls()).hasSize(calls);
        }
    }

    @Test
    void aReplayOfARunWhoseEveryDeliveryWasDiscardedIsNoSuccess() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = journey.begin("nightly: {project: crm, export: database, destinations: [vault]}")
                    .once("nightly");
            Delivery dead = journey.delivery(run, "vault");
            journey.ledger().deliveries().discard(dead.exportId(), dead.destination());
            journey.engine().appContext().deadLetters().replay(run.id());
            Run replayed = journey.settled(run.id());
            assertThat(replayed.state()).isEqualTo(RunState.SKIPPED);
            assertThat(replayed.failure().code()).isEqualTo("discarded");
        }
    }

    @Test
    void aRunWhoseJobIsGoneFromTheConfigurationFailsByName() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("never-ready");
            journey.begin(ALL);
            String id = journey.submit("nightly");
            Awaitility.await().until(() -> journey.calls("GET", "/exports") > 1);
            journey.stop();
            journey.begin(Edit.text(ALL, "nightly", "other"));
            assertThat(journey.settled(id).failure().code()).isEqualTo("unknown_job");
        }
    }

    @Test
    void aConnectionThatBreaksIsRetriedFromTheSpool() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().ssh().cutAfter(3000);
            Run run = journey.begin(ALL).once("nightly");
            assertThat(journey.delivery(run, "partner").attempts()).isGreaterThan(1);
            journey.assertWholeEverywhere(run, "archive", "partner", "mirror", "ops");
            assertThat(journey.calls("GET", "/download/")).isEqualTo(1);
        }
    }

    @Test
    void aRefusedLoginIsNeverTriedTwice() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().ssh().refuseLogins(true);
            Run run = journey.begin(ALL).once("nightly");
            assertThat(journey.delivery(run, "partner").state()).isEqualTo(DeliveryState.DEAD);
            assertThat(journey.delivery(run, "partner").attempts()).isEqualTo(1);
            assertThat(journey.site().ssh().passwords())
                    .as("tries that the server saw, and may lock the account by")
                    .hasSize(1);
            journey.assertWholeEverywhere(run, "archive", "mirror", "ops");
        }
    }

    @Test
    void aChangedHostKeyIsFinal() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().ssh().changeHostKey();
            Run run = journey.begin(ALL).once("nightly");
            Delivery delivery = journey.delivery(run, "partner");
            assertThat(delivery.state()).isEqualTo(DeliveryState.DEAD);
            assertThat(delivery.failure().code()).isEqualTo("host_key_changed");
            assertThat(delivery.attempts()).isEqualTo(1);
            assertThat(journey.site().ssh().passwords())
                    .as("what the other server was told")
                    .isEmpty();
        }
    }

    @Test
    void aServerThatIsDownIsADeadLetterAfterItsTriesWhileTheOthersAreDone() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().smtp().down();
            journey.begin(ALL);
            String id = journey.submit("nightly");
            Awaitility.await().until(() -> journey.ledger().deliveries().ofRun(id).stream()
                    .filter(delivery -> delivery.destination().equals("mirror"))
                    .anyMatch(delivery -> delivery.state() == DeliveryState.DELIVERED));
            Run run = journey.settled(id);
            assertThat(journey.delivery(run, "ops").state()).isEqualTo(DeliveryState.DEAD);
            assertThat(journey.delivery(run, "ops").attempts()).isEqualTo(3);
            journey.assertWholeEverywhere(run, "archive", "partner", "mirror");
        }
    }

    @Test
    void whatAStopInterruptsGoesOnAtTheNextStart() throws Exception {
        try (Journey journey = new Journey(directory)) {
            journey.site().sandbox().faults().plant("never-ready");
            journey.begin(ALL);
            String id = journey.submit("nightly");
            Awaitility.await().until(() -> journey.calls("GET", "/exports") > 1);
            journey.stop();
            journey.site().sandbox().faults().clear();
            journey.restart(EngineOptions.Mode.COMMAND);
            Run run = journey.settled(id);
            journey.assertWholeEverywhere(run, "archive", "partner", "mirror", "ops");
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(1);
        }
    }

    @Test
    void whatWasOnItsWayToADestinationThatIsGoneFromTheConfigurationIsADeadLetter() throws Exception {
        try (Journey journey = new Journey(directory)) {
            Run run = journey.begin(ALL).once("nightly");
            Delivery vault = journey.delivery(run, "vault");
            journey.stop();
            Path file = journey.site().config().resolve("exports.yaml");
            Edit.file(file, "\n  vault: {", "\n  # vault: {");
            Edit.file(file, ", vault]", "]");
            journey.restart(EngineOptions.Mode.COMMAND);
            journey.engine().appContext().deadLetters().replay(vault.id());
            Run replayed = journey.settled(run.id());
            assertThat(replayed.state()).isEqualTo(RunState.PARTIAL);
            assertThat(journey.delivery(replayed, "vault").failure().code()).isEqualTo("destination_removed");
        }
    }
}
