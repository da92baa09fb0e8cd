package io.exportroutes.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program of a stranger's machine, and how it ended. */
record Tool(int status, String output) {
    /** Runs it; the test is skipped where there is no such program. */
    static Tool run(Path folder, byte[] input, String... command) throws IOException, InterruptedException {
        Assumptions.assumeTrue(isInstalled(command[0]), "There is no " + command[0]);
        Path file = Files.write(Files.createTempFile("input", null), input);
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(file.toFile())
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Tool(process.waitFor(), output);
        } finally {
            Files.delete(file);
        }
    }

    /** Our program for strangers, as it lies in a bucket. */
    static Tool verifyPy(Path folder, String... arguments) throws IOException, InterruptedException {
        Assumptions.assumeTrue(isInstalled("ssh-keygen"), "There is no ssh-keygen");
        Path program = Path.of("src/main/resources/io/exportroutes/custody/verify.py");
        return run(
                folder,
                new byte[0],
                Stream.concat(
                                Stream.of(
                                        "python3",
                                        "-I",
                                        program.toAbsolutePath().toString()),
                                Arrays.stream(arguments))
                        .toArray(String[]::new));
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
