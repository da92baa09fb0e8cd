package io.exportroutes.crash;

import io.exportroutes.lab.demo.Site;
import io.exportroutes.testing.ForgetfulDisk;
import io.exportroutes.testing.Java;
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
        return start(Setting.PLAIN, site, point, arguments);
    }

    /** As {@link #start(Site, CrashPoint, String...)}, with another heap, such as {@code 96m}. */
    static Victim startWithin(String heap, Site site, String... arguments) throws IOException {
        return start(new Setting(List.of(), heap, null), site, null, arguments);
    }

    /** As {@link #start(Site, CrashPoint, String...)}, with a file size limit: a write beyond it fails. */
    static Victim startLimited(int kilobytes, Site site, String... arguments) throws IOException {
        return start(new Setting(limit(kilobytes), HEAP, null), site, null, arguments);
    }

    /** As {@link #start(Site, CrashPoint, String...)}, on a disk that forgets. */
    static Victim startOn(ForgetfulDisk disk, Site site, CrashPoint point, String... arguments) throws IOException {
        return start(new Setting(List.of(), HEAP, disk), site, point, arguments);
    }

    /** What to put before a command; the shell counts in half kilobytes. */
    static List<String> limit(int kilobytes) {
        return List.of("sh", "-c", "ulimit -f " + 2 * kilobytes + " && exec \"$0\" \"$@\"");
    }

    private static Victim start(Setting setting, Site site, @Nullable CrashPoint point, String... arguments)
            throws IOException {
        Path directory = setting.disk == null
                ? site.state().resolveSibling("output")
                : setting.disk.store().resolve("output");
        List<String> command = new ArrayList<>(setting.before);
        List<String> options = new ArrayList<>(List.of("-Xmx" + setting.heap, "-Dcamel.management.port=0"));
        if (point != null) {
            options.add("-javaagent:" + CrashAgent.jar(directory) + "=" + point.name());
        }
        command.addAll(Java.command(options.toArray(String[]::new)));
        command.add("io.exportroutes.Main");
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "--config", site.config().toString(), "--state", site.state().toString()));
        Path output = Files.createTempFile(Files.createDirectories(directory), arguments[0], ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        if (setting.disk != null) {
            builder.environment().putAll(setting.disk.environment());
        }
        return new Victim(output, builder.start());
    }

    /**
     * @param before what to put before the command
     * @param heap its largest
     * @param disk what it writes to, where that forgets
     */
    private record Setting(
            List<String> before, String heap, @Nullable ForgetfulDisk disk) {
        static final Setting PLAIN = new Setting(List.of(), HEAP, null);
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
