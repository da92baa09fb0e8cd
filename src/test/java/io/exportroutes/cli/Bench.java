package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.Sandbox;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A stand-in API, a configuration with folders as destinations, and the command line over them. */
public final class Bench implements AutoCloseable {
    /** Destinations good, other, and broken, which fails until {@link #mend}; the last job's project does not exist. */
    private static final String CONFIGURATION = """
            version: 1
            api: {base-url: "%s", token: %s, poll-interval: 100ms}
            destinations:
              good: {type: file, directory: %s, create: true}
              other: {type: file, directory: %s, create: true}
              broken: {type: file, directory: %s, create: true}
            defaults:
              destinations: [good, other]
              retry: {attempts: 2, initial-delay: 50ms, max-delay: 100ms}
            jobs:
              nightly: {project: crm, export: database, schedule: "0 2 * * *", time-zone: Europe/Berlin}
              tables: {project: crm, export: schema, format: sql}
              sweep: {project: crm, export: existing}
              half: {project: crm, export: schema, destinations: [good, broken]}
              none: {project: crm, export: schema, destinations: [broken]}
              refused: {project: nowhere, export: schema}
            """;

    /** What a command did. */
    record Outcome(int status, String out, String err) {
        JsonNode json() {
            try {
                assertThat(out.lines()).as("one object on one line").hasSize(1);
                return new JsonMapper().readTree(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Path directory;
    private final Sandbox sandbox;

    public Bench(Path directory) throws IOException {
        this(directory, SandboxOptions.defaults());
    }

    public Bench(Path directory, SandboxOptions options) throws IOException {
        this.directory = directory;
        this.sandbox = Sandbox.start(options);
        Files.writeString(blocker(), "a file where a folder should be");
        configure(CONFIGURATION.formatted(
                sandbox.baseUri(),
                sandbox.token(),
                folder("good"),
                folder("other"),
                blocker().resolve("folder")));
    }

    Sandbox sandbox() {
        return sandbox;
    }

    Path folder(String destination) {
        return directory.resolve(destination);
    }

    public Path config() {
        return directory.resolve("config");
    }

    public Path state() {
        return directory.resolve("state");
    }

    public void configure(String exportsYaml) throws IOException {
        Files.createDirectories(config());
        Files.writeString(config().resolve("exports.yaml"), exportsYaml);
    }

    /** Lets the destination that fails work. */
    void mend() throws IOException {
        Files.delete(blocker());
    }

    /** From now on the token is in a variable that this process does not have. */
    void withoutToken() throws IOException {
        Edit.file(
                config().resolve("exports.yaml"),
                "token: " + sandbox.token(),
                "token: '{{env:NO_SUCH_VARIABLE_HERE}}'");
    }

    private Path blocker() {
        return directory.resolve("broken");
    }

    /** Runs a command, with this configuration and state. */
    Outcome run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", config().toString(), "--state", state().toString()));
        return plain(all.toArray(new String[0]));
    }

    /** Runs a command as it is. */
    public static Outcome plain(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = ExportRoutes.execute(List.of(arguments), new PrintWriter(out), new PrintWriter(err));
        return new Outcome(status, out.toString(), err.toString());
    }

    /** Runs a command over the configuration and the state folder of a site. */
    static Outcome at(Site site, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--config", site.config().toString(), "--state", site.state().toString()));
        return plain(all.toArray(String[]::new));
    }

    /** The service's place is taken: what runs is done by this engine. */
    Engine service() {
        return service(EngineOptions.Mode.COMMAND);
    }

    /** As {@link #service()}, with as much of it as is said. */
    Engine service(EngineOptions.Mode mode) {
        EngineOptions options = new EngineOptions(CommonOptions.home(), config(), state(), mode);
        return Engine.start(options, Clock.systemUTC()).orElseThrow();
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
