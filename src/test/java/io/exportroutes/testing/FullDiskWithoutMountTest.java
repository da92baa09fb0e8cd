package io.exportroutes.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests on a small disk run for a user who may mount none as well. */
class FullDiskWithoutMountTest {
    /** They wait for the program's own retries, a minute altogether: once is enough where they run on a mounted disk already. */
    private static final String LONG_ONES = "io\\.exportroutes\\.path\\..*";

    private static final String NONE = "none";
    private static final int ALL = 15;
    private static final int LONG = 5;

    @TempDir
    private Path directory;

    @Test
    void aFullDiskLosesNothing() throws Exception {
        boolean mounted = TmpfsDisk.isPermitted(Files.createDirectory(directory.resolve("mounted")));

        assertThat(succeeded(mounted ? LONG_ONES : NONE)).isEqualTo(mounted ? ALL - LONG : ALL);
    }

    @Tag("soak")
    @Test
    void nothingIsLostOnTheWholePathEither() throws Exception {
        assertThat(succeeded(NONE)).isEqualTo(ALL);
    }

    /** One without it would be skipped unseen where nobody may mount. */
    @Test
    void eachTestOfASmallDiskHasItsTag() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
            assertThat(sources.filter(Files::isRegularFile)
                            .filter(file -> !file.endsWith("FullDiskWithoutMountTest.java"))
                            .filter(file -> read(file).contains("SmallDisk.mount(")))
                    .hasSize(6)
                    .allMatch(file -> read(file).contains("@Tag(SmallDisk.TAG)"));
        }
    }

    /** How many tests succeeded in a process whose disk is small by a library; all of them, or this fails. */
    private int succeeded(String without) throws IOException, InterruptedException {
        NativeShim shim = NativeShim.compile("small-disk", directory);
        Path said = directory.resolve("said.txt");
        List<String> command = Java.command("-Xmx512m", "-Djava.awt.headless=true");
        command.addAll(List.of(TaggedTests.class.getName(), SmallDisk.TAG, without));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        Map<String, String> environment = QuotaDisk.environment(shim, directory);
        builder.environment().putAll(environment);
        Process tests = builder.start();
        try {
            assertThat(tests.waitFor(10, TimeUnit.MINUTES)).as("it ended").isTrue();
        } finally {
            tests.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(said);
        assertThat(tests.exitValue()).as(() -> String.join("\n", lines)).isZero();
        return Integer.parseInt(lines.get(lines.size() - 1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
