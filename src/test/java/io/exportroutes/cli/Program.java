package io.exportroutes.cli;

import io.exportroutes.lab.servers.FreePort;
import io.exportroutes.testing.Java;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program in a process of its own, with a bench's configuration and state. */
final class Program implements AutoCloseable {
    /** What a shell runs in the background ignores SIGINT, and so does all that it starts: here it is as on a terminal. */
    private static final List<String> HEEDING_INTERRUPTS = heedingInterrupts();

    private final Path out;
    private final Path err;
    private final Process process;

    /** @param directory for what it prints */
    Program(Bench bench, Path directory, Map<String, String> environment, String... arguments) throws IOException {
        this(directory, environment, with(bench, arguments));
    }

    private static List<String> with(Bench bench, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--config", bench.config().toString(), "--state", bench.state().toString()));
        return all;
    }

    /** The command as it is. */
    Program(Path directory, Map<String, String> environment, List<String> arguments) throws IOException {
        out = Files.createTempFile(directory, "program", ".out");
        err = Files.createTempFile(directory, "program", ".err");
        List<String> command = new ArrayList<>(HEEDING_INTERRUPTS);
        command.addAll(Java.command("-Xmx256m", "-Dcamel.management.port=" + FreePort.find()));
        command.add("io.exportroutes.Main");
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
    }

    private static List<String> heedingInterrupts() {
        List<String> prefix = List.of("env", "--default-signal=INT");
        List<String> trial = Stream.concat(prefix.stream(), Stream.of("true")).toList();
        try {
            return new ProcessBuilder(trial).start().waitFor() == 0 ? prefix : List.of(); // GNU's alone has it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    long pid() {
        return process.pid();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    /** SIGTERM, as a service manager sends it. */
    void terminate() {
        process.destroy();
    }

    /** SIGINT, as Ctrl-C sends it. */
    void interrupt() throws IOException, InterruptedException {
        signal("-INT");
    }

    /** SIGHUP, as an administrator or a service manager sends it after a change. */
    void hangUp() throws IOException, InterruptedException {
        signal("-HUP");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    }

    /** Waits for its end, at most six minutes. */
    int status() throws InterruptedException {
        if (!process.waitFor(6, TimeUnit.MINUTES)) {
            throw new AssertionError("It did not end. Out: " + out() + " Err: " + err());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
