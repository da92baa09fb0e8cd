package io.exportroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.testing.SmallDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 23: a node has a name, and one alone, whatever a full disk left of the file that keeps it. */
class NodeNameFileTest {
    private static final String MADE = "node-[0-9a-f]{8}";

    @TempDir
    private Path state;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\u0000\u0000\u0000\u0000", "node-1\nnode-2\n"})
    void aFileWithoutAUsableNameIsReplaced(String left) throws IOException {
        Files.writeString(file(), left);

        String name = NodeNameFile.of(state);

        assertThat(name).matches(MADE);
        assertThat(NodeNameFile.of(state)).as("at the next start").isEqualTo(name);
        assertThat(files()).containsExactly("node");
    }

    @Test
    void bytesThatAreNoTextAreReplacedToo() throws IOException {
        Files.write(file(), new byte[] {(byte) 0xff, (byte) 0xfe, 7});

        assertThat(NodeNameFile.of(state)).matches(MADE);
    }

    @Test
    void aNameIsKeptEvenOneThatSomebodyGave() throws IOException {
        Files.writeString(file(), " backup host 2\n");

        assertThat(NodeNameFile.of(state)).isEqualTo("backup host 2");
    }

    @Tag(SmallDisk.TAG)
    @Test
    void aFullDiskLeavesNoFileWithoutItsName() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(state, 256)) {
            disk.fill(0);

            PermanentFailure failure = catchThrowableOfType(PermanentFailure.class, () -> NodeNameFile.of(state));

            assertThat(failure.code()).isEqualTo("state_unusable");
            assertThat(failure.hint()).contains("free some space on its disk");
            assertThat(files()).doesNotContain("node");
            disk.free();
            String name = NodeNameFile.of(state);
            assertThat(name).matches(MADE);
            assertThat(Files.readString(file(), StandardCharsets.UTF_8)).isEqualTo(name + "\n");
        }
    }

    @Test
    void whatCannotBeReadIsReportedAndKept() throws IOException {
        Files.createDirectory(file());

        PermanentFailure failure = catchThrowableOfType(PermanentFailure.class, () -> NodeNameFile.of(state));

        assertThat(failure.code()).isEqualTo("state_unusable");
        assertThat(failure).hasMessageContaining(state.toString());
        assertThat(file()).isDirectory();
    }

    @Test
    void processesThatBeginAtOnceAgreeOnOneName() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> calls = Stream.<Callable<String>>generate(() -> () -> NodeNameFile.of(state))
                    .limit(64)
                    .toList();
            List<String> names = new java.util.ArrayList<>();
            for (Future<String> name : pool.invokeAll(calls)) {
                names.add(name.get());
            }

            assertThat(names).containsOnly(NodeNameFile.of(state));
            assertThat(files()).containsExactly("node");
        } finally {
            pool.shutdownNow();
        }
    }

    private Path file() {
        return state.resolve("node");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(state)) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("filler"))
                    .collect(Collectors.toList());
        }
    }
}
