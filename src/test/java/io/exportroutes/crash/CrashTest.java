package io.exportroutes.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.ledger.RunState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process dies at each point of the way, and the next start brings it to the one right end. */
class CrashTest {
    /** Some seven megabytes: two parts for S3. */
    private static final int ROWS = 14_000;

    /** Close neighbours of other points, and those that {@link PowerCutTest} has each time: with {@code mvn -Psoak} alone. */
    private static final String NEIGHBOURS =
            "QUEUE_ENTRY_WRITTEN_BEFORE_COMMIT|BEFORE_RUN_BEGINS|BEFORE_REQUEST_IN_LEDGER"
                    + "|BEFORE_EXPORT_ID_IN_LEDGER|(BEFORE|AFTER)_MANIFEST_REFRESHED|(BEFORE|AFTER)_TRANSFERRING"
                    + "|BEFORE_DELIVERIES_PLANNED|BEFORE_DELIVERY_BEGINS|FIRST_BYTES_ARRIVED|DOWNLOADED_BEFORE_CHECK"
                    + "|CHECKED_BEFORE_DISK|MIDDLE_OF_MAIL|S3_UPLOAD_CREATED|S3_COMPLETED_UNCONFIRMED|SFTP_AFTER_RENAME"
                    + "|SFTP_BETWEEN_ARTIFACT_AND_SIDECAR|MAIL_BEFORE_SENDING|FILE_AFTER_SIDECAR_BEFORE_LEDGER"
                    + "|BEFORE_DELIVERED|AFTER_LAST_DELIVERED|BEFORE_SPOOL_RELEASED|VERIFIED_BEFORE_LAST_BYTE|MARKER_OF_DIRECTORY_NOTED"
                    + "|AFTER_EXPORT_ID_IN_LEDGER|WHOLE_BEFORE_LEDGER|AFTER_RUN_SETTLED|BEFORE_RUN_IN_LEDGER|AFTER_RUN_BEGAN"
                    + "|AFTER_DELIVERIES_PLANNED|AFTER_DELIVERY_BEGAN|SFTP_AFTER_SIDECAR_BEFORE_LEDGER"
                    + "|AFTER_TRACE_BEFORE_EXPORT_ID|MARKER_AT_SFTP_SERVER_UNCONFIRMED|FILE_BEFORE_RENAME|BEFORE_RUN_SETTLED"
                    + "|SFTP_BEFORE_RENAME|MIDDLE_OF_FILE_COPY|BASE_DIRECTORY_NOTED_BEFORE_ITS_MARKER|FILE_BETWEEN_ARTIFACT_AND_SIDECAR"
                    + "|AFTER_DELIVERED|S3_AFTER_SIDECAR_BEFORE_LEDGER|BEFORE_QUEUE_FORGETS|MARKER_OF_DIRECTORY_UNCONFIRMED";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_NONE,
            names = {
                NEIGHBOURS,
                CrashPoint.OF_BATCHES,
                CrashPoint.OF_EXPIRY,
                CrashPoint.OF_CHAINS,
                CrashPoint.OF_ENCRYPTION
            })
    void aCrashLosesNothingAndDoublesNothing(CrashPoint point) throws Exception {
        dieAndGoOn(point, Clock.systemUTC());
    }

    @Tag("soak")
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = NEIGHBOURS)
    void norDoesACrashJustBesideIt(CrashPoint point) throws Exception {
        dieAndGoOn(point, Clock.systemUTC());
    }

    /** The export has expired at the API and the run's deadline has passed meanwhile, but its bytes are in the spool. */
    @Test
    void aRestartAfterAWeekGoesOnWithTheBytesThatAreThere() throws Exception {
        dieAndGoOn(CrashPoint.VERIFIED_BEFORE_LAST_BYTE, Clock.offset(Clock.systemUTC(), Duration.ofDays(7)));
    }

    @Test
    void aKilledProcessIsFollowedByAnother() throws Exception {
        try (Scene scene = Scene.open(directory, ROWS)) {
            // It is held where it is to be seen; killed before that, its successor would be held until its download has
            // stalled.
            scene.site().sandbox().faults().plant("stall@download=3000000x1");
            try (Victim victim = scene.once(null)) {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(5))
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> scene.site().sandbox().faults().idle().isEmpty()
                                && scene.ledger(ledger -> Scene.runs(ledger).stream()
                                        .anyMatch(run -> run.state() == RunState.TRANSFERRING)));
                victim.kill();
            }
            try (Victim successor = scene.service()) {
                scene.awaitFinished();
                successor.terminate();
                successor.status();
            }
            Aftermath.check(scene);
        }
    }

    private void dieAndGoOn(CrashPoint point, Clock restart) throws Exception {
        try (Scene scene = Scene.open(directory, ROWS)) {
            try (Victim victim = scene.once(point)) {
                assertThat(victim.status()).as("it died: %s", victim.output()).isEqualTo(CrashAgent.KILLED);
            }
            scene.goOn(restart);
            Aftermath.check(scene);
        }
    }
}
