package io.exportroutes.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.Sidecar;
import io.exportroutes.delivery.file.FileStore;
import io.exportroutes.testing.Java;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 200,000 objects, in one folder or in many, are compared with what the ledger knows by a process that has 96 MB. */
class ManyObjectsTest {
    private static final int COPIES = 100_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Tag("soak")
    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void aLargeDestinationIsListedInLittleMemory(int folders) throws Exception {
        for (int number = 0; number < COPIES; number++) {
            Path file = directory.resolve(key(number, folders));
            Files.createDirectories(file.getParent());
            Files.createFile(file);
            Files.createFile(Path.of(file + Sidecar.SUFFIX));
        }
        Files.delete(directory.resolve(key(777, folders)));
        Files.createFile(directory.resolve("foreign.txt"));

        List<String> command = new ArrayList<>(Java.command("-Xmx96m"));
        command.addAll(List.of(ManyObjectsTest.class.getName(), directory.toString(), Integer.toString(folders)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("missing [" + key(777, folders) + "]", "foreign 1");
    }

    private static String key(int number, int folders) {
        return "crm/nightly/" + number % folders + "/20261120T010000Z_exp_20261120_010001_" + number + "_crm.zip";
    }

    /** What the process does. */
    public static void main(String[] arguments) throws IOException {
        int folders = Integer.parseInt(arguments[1]);
        Map<String, Long> known = new HashMap<>();
        for (int number = 0; number < COPIES; number++) {
            known.put(key(number, folders), 0L);
        }
        FileStore store = new FileStore();
        store.setDirectory(arguments[0]);
        long begun = System.nanoTime();
        Inventory inventory = Inventory.take("mirror", store, known);
        System.out.printf(
                "missing %s, foreign %d, %d ms%n",
                inventory.missing(), inventory.foreigners(), (System.nanoTime() - begun) / 1_000_000);
    }
}
