package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.testing.BlackHole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} over real servers: all is well, and each thing that can be wrong. */
class DoctorCommandTest {
    @TempDir
    Path directory;

    private DoctorScene scene;

    @BeforeEach
    void start() throws Exception {
        scene = new DoctorScene(directory);
    }

    @AfterEach
    void nothingIsLeftAndNothingSecretSaid() throws Exception {
        try (DoctorScene closing = scene) {
            closing.assertNothingLeft();
        }
    }

    @Test
    void allIsWellWhileTheServiceRuns() throws Exception {
        EngineOptions options = new EngineOptions(
                CommonOptions.home(), scene.site.config(), scene.site.state(), EngineOptions.Mode.COMMAND);
        try (Engine service = Engine.start(options, Clock.systemUTC()).orElseThrow()) {
            Bench.Outcome well = scene.doctor();

            assertThat(well.status()).as(well.out() + well.err()).isZero();
            assertThat(well.out().lines()).last().isEqualTo("All is well.");
            assertThat(well.out())
                    .contains(
                            "Process " + ProcessHandle.current().pid() + " works on ",
                            "and takes the token",
                            "this machine's clock agrees with its own to",
                            "would take a mail from backups@example.com to ops@example.com; none was sent",
                            "can be reached; to send something: export-routes notify test chat",
                            "; it was not called")
                    .containsPattern("OK    destination archive +A probe was written, read back and deleted in \\d+ ms")
                    .containsPattern("OK    destination partner +A probe was written")
                    .containsPattern("OK    destination mirror +A probe was written")
                    .doesNotContain("vault");
        }
        assertThat(scene.site.smtp().received()).isEmpty();
        assertThat(scene.chat.requests()).isEmpty();
        assertThat(scene.site.smtp().commands()).contains("RSET");
    }

    @Test
    void itsJsonIsOneObject() {
        JsonNode well = scene.doctor("--output", "json").json();

        assertThat(well.get("healthy").asBoolean()).isTrue();
        assertThat(well.get("findings").findValuesAsText("check"))
                .contains(
                        "ledger",
                        "lock",
                        "rights",
                        "space",
                        "time zones",
                        "api",
                        "destination",
                        "channel",
                        "heartbeat");
        assertThat(well.get("findings").findValuesAsText("level")).containsOnly("OK");
    }

    @Test
    void aWrongTokenIsAFailureWithoutTheToken() throws Exception {
        scene.edit("token: " + scene.site.sandbox().token(), "token: wrong-token-here");

        scene.assertFails("api crm", "(unauthorized)", "token");
        assertThat(scene.doctor().out()).doesNotContain("wrong-token-here");
    }

    @Test
    void aProjectThatIsNotThereIsAFailure() throws Exception {
        scene.edit("to-vault: {project: crm", "to-vault: {project: nowhere");

        assertThat(scene.run("doctor").out())
                .containsPattern("OK    api crm +http")
                .containsPattern("FAIL  api nowhere +.*nowhere.*\\R +What to do: ");
    }

    @Test
    void aMissingBucketIsAFailureOfTheJobThatUsesItAlone() {
        assertThat(scene.doctor().status()).isZero();

        Bench.Outcome other = scene.run("doctor", "--job", "to-vault");

        assertThat(other.status()).isEqualTo(1);
        assertThat(other.out())
                .containsPattern("FAIL  destination vault +.*NoSuchBucket.*\\(directory_missing\\)")
                .contains("What to do: Create the bucket")
                .doesNotContain("destination mirror");
    }

    @Test
    void anUnknownHostKeyIsAFailureThatSaysWhatToCompare() throws Exception {
        Files.writeString(scene.site.config().resolve("known_hosts"), "");

        scene.assertFails("destination partner", "(host_key_unknown)", "ssh-keyscan");
    }

    @Test
    void aChangedHostKeyIsAFailure() throws Exception {
        scene.site.ssh().changeHostKey();

        scene.assertFails("destination partner", "it may be an impostor (host_key_changed)", "ssh-keyscan");
    }

    @Test
    void aServerWithoutRoomIsAFailureAndKeepsNothing() throws Exception {
        scene.site.ssh().limitRoom(100);

        scene.assertFails("destination partner", "the server answered", "quota");
    }

    @Test
    void aRecipientWhoIsRefusedIsAFailure() throws Exception {
        scene.site.smtp().refuseRecipient("ops@example.com");

        scene.assertFails("destination ops", "550 5.1.1 No such user here (mail_refused)", "Correct from and to");
        scene.assertFails("channel ops", "550 5.1.1 No such user here", "Correct from and to");
    }

    @Test
    void aDirectoryThatMayNotBeWrittenIsAFailure() throws Exception {
        scene.edit("directory: " + scene.site.mirror(), "directory: /sys/kernel");

        scene.assertFails("destination mirror", "(permission_denied)", "Let the user of this process write");
    }

    /** As with an unmounted disk: nothing is written to what is there instead. */
    @Test
    void anotherDirectoryInItsPlaceIsAFailure() throws Exception {
        assertThat(scene.doctor().status()).isZero();
        Files.move(scene.site.mirror(), directory.resolve("unmounted"));
        Files.createDirectory(scene.site.mirror());

        scene.assertFails("destination mirror", "(base_directory_changed)", "forget-directory mirror");
        assertThat(scene.site.mirror()).isEmptyDirectory();
    }

    @Test
    void aServerThatNeverAnswersIsGivenUpAndTheRestIsLookedAt() throws Exception {
        try (BlackHole silent = BlackHole.open()) {
            scene.edit("port: " + scene.site.ssh().port(), "port: " + silent.port());

            Bench.Outcome given = scene.doctor("--timeout", "2s");

            assertThat(given.status()).isEqualTo(1);
            assertThat(given.out())
                    .containsPattern("FAIL  destination partner +It did not come to an end within 2s; the probe "
                            + "export-routes-doctor-\\S+.probe may have stayed there")
                    .containsPattern("OK    destination archive ")
                    .contains("more time with --timeout");
        }
    }

    @Test
    void aUserThatMayNotDeleteIsAWarningWithTheNameOfWhatStays() throws Exception {
        try (StubbornBucket bucket = new StubbornBucket()) {
            scene.edit(
                    "archive: {type: s3, bucket: acme-backups, region: eu-central-1, endpoint: \""
                            + scene.site.s3().endpoint() + "\"",
                    "archive: {type: s3, sign-payload: false, bucket: acme-backups, region: eu-central-1, endpoint: \""
                            + bucket.endpoint() + "\"");

            Bench.Outcome warned = scene.doctor();

            assertThat(warned.status()).as(warned.out()).isZero();
            assertThat(warned.out())
                    .containsPattern("WARN  destination archive +The probe export-routes-doctor-\\S+ stays there: .*"
                            + "AccessDenied.*\\(permission_denied\\)")
                    .contains("0 failures, 1 warning.");
        }
    }

    @Test
    void aChannelThatCannotBeReachedIsAFailureWithoutItsAddress() throws Exception {
        scene.chat.close();

        scene.assertFails("channel chat", "(connection_refused)", "address in exports.yaml");
        assertThat(scene.doctor().out()).doesNotContain("secretpath");
    }

    @Test
    void rightsThatAreTooWideAreWarnings() throws Exception {
        assertThat(scene.doctor().status()).isZero();
        Path secret = Files.writeString(
                directory.resolve("partner-password"), scene.site.ssh().password());
        scene.edit("password: " + scene.site.ssh().password(), "password: '{{file:" + secret + "}}'");
        permit(secret, "rw-r--r--");
        permit(scene.site.state(), "rwxr-xr-x");
        permit(scene.site.mirror(), "rwxrwxrwx");
        permit(scene.site.config().resolve("exports.yaml"), "rw-r--r--");

        Bench.Outcome warned = scene.doctor();

        assertThat(warned.status()).as(warned.out()).isZero();
        assertThat(warned.out())
                .contains(
                        "Others may read " + secret + ": it holds a secret",
                        "What to do: chmod 600 " + secret,
                        "Others may read " + scene.site.state(),
                        "Others may change " + scene.site.mirror(),
                        "Others may read " + scene.site.config().resolve("exports.yaml"),
                        "0 failures, 4 warnings.");
    }

    @Test
    void aDiskWithoutRoomForTheNextArtifactIsAWarning() throws Exception {
        assertThat(scene.run("once", "nightly").status()).isZero();
        try (Connection ledger = DriverManager.getConnection(
                        "jdbc:sqlite:" + scene.site.state().resolve("ledger.db"));
                Statement statement = ledger.createStatement()) {
            assertThat(statement.executeUpdate("update exports set size = 1125899906842624"))
                    .isOne();
        }

        Bench.Outcome warned = scene.doctor();

        assertThat(warned.out())
                .containsPattern("WARN  space +\\S+ free for the spool in .*; the largest last artifact has 1024TiB")
                .contains("at least 2048TiB are advisable");
    }

    @Test
    void aLedgerThatIsDamagedIsAFailureAndWhatNeedsItIsNotProbed() throws Exception {
        assertThat(scene.doctor().status()).isZero();
        Files.writeString(scene.site.state().resolve("ledger.db"), "no database any more ".repeat(500));

        Bench.Outcome damaged = scene.doctor();

        assertThat(damaged.status()).isEqualTo(1);
        assertThat(damaged.out())
                .containsPattern("FAIL  ledger +.*\\(ledger_damaged\\)")
                .containsPattern("WARN  destination mirror +It was not probed")
                .containsPattern("OK    destination ops ");
    }

    @Test
    void mistakesAreWrongUsageAsElsewhere() throws Exception {
        assertThat(scene.run("doctor", "--job", "nightyl").status()).isEqualTo(2);
        assertThat(scene.doctor("--timeout", "soon").status()).isEqualTo(2);
        scene.edit("project: crm", "projekt: crm");
        assertThat(scene.doctor().status()).isEqualTo(2);
    }

    private static void permit(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }
}
