package io.exportroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.testing.ForgetfulDisk;
import io.exportroutes.testing.ForgetfulDisk.Left;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A node whose ledger is elsewhere comes back from a power failure under its name: others know by it whose spool has what. */
class NodeNamePowerCutTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void aNameThatWasUsedIsKept(Left left) throws Exception {
        ForgetfulDisk disk =
                ForgetfulDisk.of(Files.createDirectory(directory.resolve("disk")), directory.resolve("store"));
        Path state = directory.resolve("disk/some/state");
        Path used = directory.resolve("used");
        assertThat(disk.run(Starter.class, state.toString(), used.toString())).isZero();

        disk.cutPower(left);

        assertThat(NodeNameFile.of(state)).isEqualTo(Files.readString(used));
    }

    /** A process that begins to use its name. */
    static final class Starter {
        private Starter() {}

        public static void main(String[] arguments) throws IOException {
            Files.writeString(Path.of(arguments[1]), NodeNameFile.of(Path.of(arguments[0])));
        }
    }
}
