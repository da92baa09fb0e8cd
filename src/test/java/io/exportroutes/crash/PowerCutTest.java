package io.exportroutes.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.testing.ForgetfulDisk;
import io.exportroutes.testing.ForgetfulDisk.Left;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The power fails at a point of the way: state folder and file destination have what was forced to the disk, and nothing else.
 * A {@link CrashTest} whose disk remembers everything is the other case.
 */
class PowerCutTest {
    private static final int ROWS = 14_000;

    @TempDir
    private Path directory;

    /** Each needs other things to be on the disk: docs/architecture.md tells which, and who sees the rest. */
    @ParameterizedTest
    @CsvSource({
        "AFTER_EXPORT_ID_IN_LEDGER, FORCED",
        "WHOLE_BEFORE_LEDGER, FORCED",
        "VERIFIED_BEFORE_LAST_BYTE, FORCED",
        "MARKER_OF_DIRECTORY_NOTED, FORCED",
        "AFTER_LAST_DELIVERED, FORCED",
        "AFTER_RUN_SETTLED, NAMES"
    })
    void whatWasConfirmedIsOnTheDisk(CrashPoint point, Left left) throws Exception {
        cutAndGoOn(point, left);
    }

    @Tag("soak")
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_NONE,
            names = {CrashPoint.OF_BATCHES, CrashPoint.OF_EXPIRY, CrashPoint.OF_CHAINS, CrashPoint.OF_ENCRYPTION})
    void whatWasForcedIsEnough(CrashPoint point) throws Exception {
        cutAndGoOn(point, Left.FORCED);
    }

    @Tag("soak")
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_NONE,
            names = {CrashPoint.OF_BATCHES, CrashPoint.OF_EXPIRY, CrashPoint.OF_CHAINS, CrashPoint.OF_ENCRYPTION})
    void aNameIsNeverThereBeforeItsBytes(CrashPoint point) throws Exception {
        cutAndGoOn(point, Left.NAMES);
    }

    private void cutAndGoOn(CrashPoint point, Left left) throws Exception {
        try (Scene scene = Scene.open(Files.createDirectory(directory.resolve("disk")), ROWS)) {
            ForgetfulDisk disk = ForgetfulDisk.of(directory.resolve("disk"), directory.resolve("store"));
            try (Victim victim = scene.once(point, disk)) {
                assertThat(victim.status()).as("it died: %s", victim.output()).isEqualTo(CrashAgent.KILLED);
            }
            disk.show(left, directory.resolve("seen"));
            boolean verified = Promises.areKept(directory.resolve("seen"));
            disk.cutPower(left);
            if (verified || point == CrashPoint.WHOLE_BEFORE_LEDGER) {
                scene.site().sandbox().faults().plantInReserve("not-found", "the bytes on the disk are all there is");
            }
            scene.goOn(Clock.systemUTC());
            scene.site().sandbox().faults().clear();
            Aftermath.check(scene);
        }
    }
}
