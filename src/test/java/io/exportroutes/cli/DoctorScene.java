package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.demo.Site;
import io.exportroutes.lab.sandbox.SandboxOptions;
import io.exportroutes.testing.Edit;
import io.exportroutes.testing.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An installation of which nothing is wrong, until a test spoils it. */
final class DoctorScene implements AutoCloseable {
    final Site site;
    final ScriptedServer chat = new ScriptedServer();
    private final StringBuilder said = new StringBuilder();

    DoctorScene(Path directory) throws IOException {
        site = Site.start(directory, SandboxOptions.defaults());
        site.configure("""
                notifications:
                  ops: {type: email, host: 127.0.0.1, port: %d, security: none, username: %s, password: %s, from: exports@example.com, to: [ops@example.com]}
                  chat: {type: slack, url: "%s/services/T0/secretpath"}
                heartbeat: {url: "https://hc.example.com/secretping/{job}"}
                jobs:
                  nightly: {project: crm, export: schema, destinations: [archive, partner, mirror, ops]}
                """.formatted(
                        site.smtp().port(), site.smtp().username(), site.smtp().password(), chat.baseUrl()));
        Path config = site.config().resolve("exports.yaml");
        Files.writeString(
                config,
                Files.readString(config) + "  to-vault: {project: crm, export: schema, destinations: [vault]}\n");
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
    }

    void edit(String before, String after) throws IOException {
        Edit.file(site.config().resolve("exports.yaml"), before, after);
    }

    /** Of the job whose destinations are all there. */
    Bench.Outcome doctor(String... options) {
        List<String> all = new ArrayList<>(List.of("doctor", "--job", "nightly"));
        all.addAll(List.of(options));
        return run(all.toArray(new String[0]));
    }

    Bench.Outcome run(String... arguments) {
        Bench.Outcome outcome = Bench.at(site, arguments);
        said.append(outcome.out()).append(outcome.err());
        return outcome;
    }

    /** One thing is a failure, with what was seen and what to do. */
    void assertFails(String title, String seen, String remedy) {
        Bench.Outcome failed = doctor();
        assertThat(failed.status()).as(failed.out() + failed.err()).isEqualTo(1);
        assertThat(failed.out())
                .containsPattern("FAIL  " + title + " +.*" + Pattern.quote(seen) + ".*\\R +What to do: .*"
                        + Pattern.quote(remedy));
    }

    /** No server and no folder has anything of a probe, and no output had a secret in it. */
    void assertNothingLeft() throws IOException {
        assertThat(site.s3().keys(Site.BUCKET)).noneMatch(key -> key.contains("doctor"));
        for (Path folder : List.of(site.mirror(), site.ssh().root())) {
            if (Files.exists(folder)) {
                try (Stream<Path> all = Files.walk(folder)) {
                    assertThat(all.map(Path::toString)).noneMatch(file -> file.contains("doctor-"));
                }
            }
        }
        assertThat(said.toString())
                .doesNotContain(
                        site.sandbox().token(),
                        site.s3().secretKey(),
                        site.ssh().password(),
                        site.smtp().password(),
                        "secretpath",
                        "secretping");
    }

    @Override
    public void close() {
        chat.close();
        site.close();
    }
}
