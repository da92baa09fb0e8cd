package io.exportroutes.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.testing.ForgetfulDisk;
import io.exportroutes.testing.ForgetfulDisk.Left;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A spool after a power failure, on a machine whose ledger is elsewhere: nobody but the spool forces anything there. */
class SpoolPowerCutTest {
    private static final int SIZE = 100_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void whatWasWholeIsWhole(Left left) throws Exception {
        ForgetfulDisk disk =
                ForgetfulDisk.of(Files.createDirectory(directory.resolve("disk")), directory.resolve("store"));
        Path folder = directory.resolve("disk/state/spool");
        assertThat(disk.run(Writer.class, folder.toString())).isZero();

        disk.cutPower(left);

        assertThat(new Spool(folder, Duration.ofSeconds(5)).notedComplete("exp_1", () -> {}))
                .hasValueSatisfying(file -> assertThat(file.received()).isEqualTo(SIZE));
    }

    /** A process that spools one artifact. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            SpoolFile file = new Spool(Path.of(arguments[0]), Duration.ofSeconds(5)).open("exp_1");
            file.append(new byte[SIZE], 0, SIZE);
            file.complete(noted -> {});
        }
    }
}
