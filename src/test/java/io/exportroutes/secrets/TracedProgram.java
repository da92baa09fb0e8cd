package io.exportroutes.secrets;

import io.exportroutes.lab.servers.FreePort;
import io.exportroutes.testing.Java;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program in processes of its own, with everything logged that can be: by our appenders, and by one of an operator's own
 * that masks nothing.
 */
final class TracedProgram {
    private static final String LOGBACK = """
            <configuration>
              <appender name="plain" class="io.exportroutes.logging.StandardErrorAppender">
                <encoder class="io.exportroutes.logging.MaskedEncoder">
                  <delegate class="ch.qos.logback.classic.encoder.PatternLayoutEncoder">
                    <pattern>%%-5level %%logger{0} [%%mdc] %%message%%n</pattern>
                  </delegate>
                </encoder>
              </appender>
              <appender name="json" class="ch.qos.logback.core.FileAppender">
                <file>%1$s/json.log</file>
                <encoder class="io.exportroutes.logging.MaskedEncoder">
                  <delegate class="ch.qos.logback.classic.encoder.JsonEncoder"/>
                </encoder>
              </appender>
              <appender name="raw" class="ch.qos.logback.core.FileAppender">
                <file>%1$s/raw.log</file>
                <encoder>
                  <pattern>%%-5level %%logger [%%thread] [%%mdc] [%%kvp] %%message%%n%%ex{full}</pattern>
                </encoder>
              </appender>
              %2$s
              <root level="TRACE">
                <appender-ref ref="plain"/>
                <appender-ref ref="json"/>
                <appender-ref ref="raw"/>
              </root>
            </configuration>
            """;

    private static final String PLATFORM = """
            handlers = java.util.logging.FileHandler
            .level = ALL
            # They trace what the test itself asks of the process's management, and nothing else.
            javax.management.level = INFO
            sun.rmi.level = INFO
            java.util.logging.FileHandler.level = ALL
            java.util.logging.FileHandler.pattern = %s/platform%%u.log
            java.util.logging.FileHandler.append = true
            java.util.logging.FileHandler.formatter = java.util.logging.SimpleFormatter
            java.util.logging.SimpleFormatter.format = %%4$s %%3$s %%5$s%%6$s%%n
            """;

    private final Path home;
    private final Path logs;
    private final Map<String, String> environment;
    private final List<String> places;

    /** @param home with routes/, config/ and state/; the logs go to logs/ */
    TracedProgram(Path home, Map<String, String> environment) throws IOException {
        this.home = home;
        this.logs = Files.createDirectories(home.resolve("logs"));
        this.environment = environment;
        this.places = List.of(
                "--config",
                home.resolve("config").toString(),
                "--state",
                home.resolve("state").toString());
        Files.writeString(logs.resolve("logback.xml"), LOGBACK.formatted(logs, ownLoggers()));
        Files.writeString(logs.resolve("platform.properties"), PLATFORM.formatted(logs));
    }

    /** The program sets the level of io.exportroutes itself; those below it are the operator's. */
    private static String ownLoggers() throws IOException {
        try (Stream<Path> packages = Files.list(Path.of("src/main/java/io/exportroutes"))) {
            return packages.filter(Files::isDirectory)
                    .map(folder ->
                            "<logger name=\"io.exportroutes.%s\" level=\"TRACE\"/>".formatted(folder.getFileName()))
                    .collect(Collectors.joining());
        }
    }

    Process start(String... arguments) throws IOException {
        List<String> command = Java.command(
                "-Xmx256m",
                "-Dexportroutes.home=" + home,
                "-Dcamel.management.port=" + FreePort.find(),
                "-Dcamel.main.jmxEnabled=true",
                "-Dlogback.configurationFile=" + logs.resolve("logback.xml"),
                "-Djava.util.logging.config.file=" + logs.resolve("platform.properties"));
        command.add("io.exportroutes.Main");
        command.addAll(List.of(arguments));
        command.addAll(places);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(logs.resolve("out.log").toFile()));
        builder.redirectError(
                ProcessBuilder.Redirect.appendTo(logs.resolve("err.log").toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs it to its end. */
    int run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        try {
            if (!process.waitFor(6, TimeUnit.MINUTES)) {
                throw new AssertionError(String.join(" ", arguments) + " did not end");
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** What was written so far to out, err, json, raw or platform, by every process. */
    Stream<String> log(String name) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(logs)) {
            files = all.filter(file -> file.getFileName().toString().matches(name + "\\d*\\.log"))
                    .toList();
        }
        return files.stream().flatMap(TracedProgram::lines);
    }

    private static Stream<String> lines(Path file) {
        try {
            return new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))
                    .lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
