package io.exportroutes.crash;

import io.exportroutes.lab.demo.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The program in a process of its own, which may die any moment. */
final class Victim implements AutoCloseable {
    private static final long LONGEST_SECONDS = 300;
    private static final String HEAP = "192m";

    private final Path output;
    private final Process process;

    private Victim(Path output, Process process) {
        this.output = output;
        this.process = process;
    }

    /** @param point where it is to die, or null: not by itself */
    static Victim start(Site site, @Nullable CrashPoint point, String... arguments) throws IOException {
        return start(List.of(), HEAP, site, point, arguments);
    }

    /** As {@link #start(Site, CrashPoint, String...)}, with another heap, such as {@code 96m}. */
    static Victim startWithin(String heap, Site site, String... arguments) throws IOException {
        return start(List.of(), heap, site, null, arguments);
    }

    /** As {@link #start(Site, CrashPoint, String...)}, with a file size limit: a write beyond it fails. */
    static Victim startLimited(int kilobytes, Site site, String... arguments) throws IOException {
        return start(limit(kilobytes), HEAP, site, null, arguments);
    }

    /** What to put before a command; the shell counts in half kilobytes. */
    static List<String> limit(int kilobytes) {
        return List.of("sh", "-c", "ulimit -f " + 2 * kilobytes + " && exec \"$0\" \"$@\"");
    }

    private static Victim start(
            List<String> before, String heap, Site site, @Nullable CrashPoint point, String... arguments)
            throws IOException {
        Path directory = site.state().resolveSibling("output");
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx" + heap,
                "-Dcamel.management.port=0"));
        if (point != null) {
            command.add("-javaagent:" + CrashAgent.jar(directory) + "=" + point.name());
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.exportroutes.Main"));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "--config", site.config().toString(), "--state", site.state().toString()));
        Path output = Files.createTempFile(Files.createDirectories(directory), arguments[0], ".txt");
        return new Victim(
                output,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start());
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL; returns once it is dead. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    boolean endsWithin(long milliseconds) throws InterruptedException {
        return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
    }

    /** Waits for its end. */
    int status() throws InterruptedException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("It did not end: " + output());
        }
        return process.exitValue();
    }

    /** What it printed. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
