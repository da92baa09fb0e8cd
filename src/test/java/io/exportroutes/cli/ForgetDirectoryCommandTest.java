package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgetDirectoryCommandTest {
    @TempDir
    Path directory;

    @Test
    void aDirectoryThatWasReplacedOnPurposeIsTakenWhileTheServiceRuns() throws Exception {
        try (Bench bench = new Bench(directory);
                Engine service = bench.service()) {
            assertThat(bench.run("once", "tables").status()).isZero();
            Files.move(bench.folder("good"), directory.resolve("replaced"));
            Files.createDirectory(bench.folder("good"));
            Bench.Outcome refused = bench.run("once", "tables");
            assertThat(refused.status()).isEqualTo(3);
            assertThat(bench.run("dead-letters").out()).contains("is not the one that was there before");

            Bench.Outcome forgotten = bench.run("forget-directory", "good");
            assertThat(forgotten.status()).as(forgotten.err()).isZero();
            assertThat(forgotten.out()).isEqualTo("forgot the base directory of good\n");
            assertThat(bench.run("dead-letters", "replay", "--all").status()).isZero();
            assertThat(bench.folder("good")).isNotEmptyDirectory();

            assertThat(bench.run("forget-directory", "broken", "good", "--output", "json")
                            .json()
                            .at("/forgotten"))
                    .as("nothing was known of the one that never worked")
                    .singleElement()
                    .hasToString("\"good\"");
            assertThat(bench.run("forget-directory", "good").out()).isEqualTo("no base directory of good was known\n");
        }
    }

    @Test
    void anUnknownDestinationIsWrongUsageAndNothingIsForgotten() throws Exception {
        try (Bench bench = new Bench(directory)) {
            assertThat(bench.run("once", "tables").status()).isZero();
            Bench.Outcome unknown = bench.run("forget-directory", "good", "goood");
            assertThat(unknown.status()).isEqualTo(2);
            assertThat(unknown.err()).contains("goood", "good");
            assertThat(bench.run("forget-directory", "good").out()).startsWith("forgot");
        }
    }
}
