package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.testing.SteppedClock;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 2: a mail that carries no bytes is a notice, which is sent only where a copy is. */
class NoticeTest {
    private static final String JOB = "nightly: {project: crm, export: database, destinations: [%s], deadline: %s}";

    @TempDir
    private Path directory;

    @Test
    void whereNothingStoresTheArtifactItsNoticeIsADeadLetterAndTheBytesStay() throws Exception {
        try (Journey journey = noticing()) {
            Run run = journey.begin(JOB.formatted("ops", "1h")).once("nightly");

            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertDead(journey, run);
            assertThat(journey.site().smtp().received()).isEmpty();
            assertThat(spooled(journey)).isNotEmpty();

            journey.stop();
            journey.with("attach-up-to: 1B}", "attach-up-to: 11MB}").begin(JOB.formatted("ops", "1h"));
            journey.engine().appContext().deadLetters().replay(run.id());
            assertThat(journey.settled(run.id()).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(parts(journey)).isEqualTo(2);
            assertThat(spooled(journey)).isEmpty();
        }
    }

    @Test
    void aNoticeGoesOutOnceAStoringDestinationHasTheArtifact() throws Exception {
        try (Journey journey = noticing()) {
            Run run = journey.begin(JOB.formatted("archive, ops", "1h")).once("nightly");

            assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(parts(journey)).isEqualTo(1);
            assertThat(text(journey))
                    .contains(
                            "too large to attach",
                            "archive: DELIVERED "
                                    + journey.delivery(run, "archive").receipt().location());
            assertThat(journey.delivery(run, "ops").receipt().deliveredAt())
                    .isAfterOrEqualTo(journey.delivery(run, "archive").receipt().deliveredAt());
        }
    }

    @Test
    void whereEveryStoringDestinationIsDeadNoNoticeIsSentUntilOneIsReplayed() throws Exception {
        try (Journey journey = noticing()) {
            Run run = journey.begin(JOB.formatted("vault, ops", "1h")).once("nightly");

            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertDead(journey, run);
            assertThat(journey.site().smtp().received()).isEmpty();

            journey.site().s3().createBucket("acme-vault");
            journey.engine().appContext().deadLetters().replay(run.id());
            assertThat(journey.settled(run.id()).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(text(journey)).contains("vault: DELIVERED s3://acme-vault/");
        }
    }

    /** For longer than the few seconds for which a mail waits for other locations to name. */
    @Test
    void aNoticeWaitsForWhatIsStillOnItsWayAndUsesUpNoTryNorAnybodysPlace() throws Exception {
        try (Journey journey = noticing()) {
            journey.site().s3().down();
            journey.with("attempts: 3", "attempts: 100").with("type: email,", "type: email, max-concurrent: 1,");
            journey.begin(JOB.formatted("archive, ops", "1h")
                    + "\nsmall: {project: crm, export: schema, format: sql, destinations: [boss]}");
            String waiting = journey.submit("nightly");
            Awaitility.await()
                    .during(Duration.ofSeconds(12))
                    .until(() -> journey.ledger().deliveries().ofRun(waiting).stream()
                            .noneMatch(delivery -> delivery.state().settled()));
            assertThat(journey.once("small").state())
                    .as("another mail goes out meanwhile")
                    .isEqualTo(RunState.SUCCEEDED);
            journey.site().s3().up();
            Run run = journey.settled(waiting);

            assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.delivery(run, "ops").attempts()).isEqualTo(1);
            assertThat(journey.site().smtp().received()).hasSize(2);
        }
    }

    /** It claims nothing of the others; that they are named as well is a courtesy. */
    @Test
    void aMailThatCarriesTheArtifactWaitsForOthersNoLongerThanAFewSeconds() throws Exception {
        try (Journey journey = noticing()) {
            journey.site().s3().down();
            journey.with("attempts: 3", "attempts: 100").begin(JOB.formatted("archive, boss", "1h"));
            String id = journey.submit("nightly");
            Awaitility.await().until(() -> !journey.site().smtp().received().isEmpty());

            assertThat(parts(journey)).isEqualTo(2);
            journey.site().s3().up();
            assertThat(journey.settled(id).state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    /** On a clock that stands still no wait ends by itself. */
    @Test
    void mailsThatCarryTheArtifactDoNotWaitForEachOther() throws Exception {
        try (Journey journey = noticing()) {
            Run run = journey.with("attach-up-to: 1B", "attach-up-to: 10MB")
                    .by(new SteppedClock(Instant.now()))
                    .begin(JOB.formatted("boss, ops", "1h"))
                    .once("nightly");

            assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.site().smtp().received()).hasSize(2);
        }
    }

    @Test
    void whereTheDeadlineEndsTheWaitNothingIsClaimed() throws Exception {
        try (Journey journey = noticing()) {
            journey.site().s3().down();
            Run run = journey.with("attempts: 3", "attempts: 100")
                    .begin(JOB.formatted("archive, ops", "3s"))
                    .once("nightly");

            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(journey.delivery(run, "ops").state()).isEqualTo(DeliveryState.DEAD);
            assertThat(journey.site().smtp().received()).isEmpty();
            assertThat(spooled(journey)).isNotEmpty();
        }
    }

    @Test
    void aMailThatCarriesTheArtifactIsTheCopyThatAnotherNeeds() throws Exception {
        try (Journey journey = noticing()) {
            Run run = journey.begin(JOB.formatted("boss, ops", "1h")).once("nightly");

            assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.site().smtp().received()).hasSize(2);
        }
    }

    @Test
    void whatWaitsGoesOnAfterARestart() throws Exception {
        try (Journey journey = noticing()) {
            journey.site().s3().down();
            journey.with("attempts: 3", "attempts: 100").begin(JOB.formatted("archive, ops", "1h"));
            String id = journey.submit("nightly");
            Awaitility.await().until(() -> journey.ledger().deliveries().ofRun(id).stream()
                    .anyMatch(delivery -> delivery.destination().equals("archive")
                            && delivery.failure().code() != null));
            journey.stop();
            assertThat(journey.site().smtp().received()).isEmpty();
            journey.site().s3().up();
            journey.restart(EngineOptions.Mode.COMMAND);
            assertThat(journey.settled(id).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(parts(journey)).isEqualTo(1);
        }
    }

    /** Two mails: ops attaches nothing, boss everything. */
    private Journey noticing() throws Exception {
        Journey journey = new Journey(directory);
        String boss = """
                  boss: {type: email, host: 127.0.0.1, port: %d, security: none, username: %s, password: %s, from: backups@example.com, to: [ops@example.com], attach-up-to: 20MB}
                """.formatted(
                        journey.site().smtp().port(),
                        journey.site().smtp().username(),
                        journey.site().smtp().password());
        return journey.with(
                "attach-up-to: 10MB}\n", "attach-up-to: 1B}\n" + boss.indent(0).stripTrailing() + "\n");
    }

    private static void assertDead(Journey journey, Run run) {
        Delivery delivery = journey.delivery(run, "ops");
        assertThat(delivery.state()).isEqualTo(DeliveryState.DEAD);
        assertThat(delivery.failure().code()).isEqualTo("attachment_too_large");
        assertThat(delivery.failure().hint()).contains("attach-up-to");
        assertThat(delivery.attempts()).isEqualTo(1);
    }

    private static int parts(Journey journey) throws Exception {
        assertThat(journey.site().smtp().received()).hasSize(1);
        return ((MimeMultipart) journey.site().smtp().received().get(0).getContent()).getCount();
    }

    private static String text(Journey journey) throws Exception {
        MimeMultipart mail =
                (MimeMultipart) journey.site().smtp().received().get(0).getContent();
        return mail.getBodyPart(0).getContent().toString();
    }

    private static Path[] spooled(Journey journey) throws Exception {
        try (Stream<Path> files = Files.list(journey.site().state().resolve("spool"))) {
            return files.toArray(Path[]::new);
        }
    }
}
