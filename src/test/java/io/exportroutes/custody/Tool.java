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
public record Tool(int status, String output) {
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    /** Runs it, with the clock in UTC; the test is skipped where the program, or what all of them need, is missing. */
    public static Tool run(Path folder, byte[] input, String... command) throws IOException, InterruptedException {
        Assumptions.assumeTrue(isInstalled("ssh-keygen"), "There is no ssh-keygen");
        Assumptions.assumeTrue(isInstalled(command[0]), "There is no " + command[0]);
        Path file = Files.write(Files.createTempFile("input", null), input);
        try {
            ProcessBuilder builder = new ProcessBuilder(List.of(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(file.toFile());
            builder.environment().put("TZ", "UTC");
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Tool(process.waitFor(), output);
        } finally {
            Files.delete(file);
        }
    }

    /** Our program for strangers, as it lies in a bucket. */
    public static Tool verifyPy(Path folder, String... arguments) throws IOException, InterruptedException {
        // The system's own starts several times as fast as one behind a script that chooses among versions.
        String python = Files.isExecutable(PYTHON) ? PYTHON.toString() : "python3";
        String program = Path.of("src/main/resources/io/exportroutes/custody/verify.py")
                .toAbsolutePath()
                .toString();
        return run(
                folder,
                new byte[0],
                Stream.concat(Stream.of(python, "-I", "-S", program), Arrays.stream(arguments))
                        .toArray(String[]::new));
    }

    private static boolean isInstalled(String program) {
        return Files.isExecutable(Path.of(program)) || onPath(program);
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
