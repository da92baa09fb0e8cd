package io.exportroutes.config;

import static io.exportroutes.config.SampleConfig.CATALOG;
import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.yaml.Placeholders;
import io.exportroutes.config.yaml.Problem;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever only looks needs no secret but the ledger's. */
@SuppressWarnings("NullAway.Init")
class ReadWithoutSecretsTest {
    private static final String CONFIGURATION = """
            version: 1
            api: {base-url: "{{env:URL}}", token: "{{file:%s}}", read-timeout: "{{vault:time}}", max-concurrent: "{{env:N}}"}
            ledger: {url: "jdbc:postgresql://localhost/x", username: "{{env:USER:me}}", password: "{{file:%s}}"}
            replay: {every: "{{env:EVERY}}", for: 1h}
            limits: {spool: {max-size: "{{env:SIZE}}"}}
            destinations:
              partner: {type: sftp, host: "{{env:HOST}}", port: "{{env:PORT}}", username: u, password: "{{env:P}}",
                known-hosts-file: k, directory: "{{env:DIR}}", key: "{{env:KEY}}", delivery-timeout: "{{env:T}}"}
              mail: {type: email, host: "{{env:HOST}}", port: "{{env:PORT}}", security: "{{env:SEC}}",
                from: "{{env:FROM}}", to: ["{{env:TO}}"], attach-up-to: "{{env:SIZE}}"}
            defaults: {time-zone: "{{env:ZONE}}", destinations: [partner, "{{env:OTHER}}"]}
            jobs:
              nightly: {project: "{{env:PROJECT}}", export: "{{env:KIND}}", schedule: "{{env:CRON}}", deadline: "{{env:T}}"}
              sweep: {project: crm, export: existing, schedule: "@hourly", jitter: "{{env:T}}"}
            """;

    @TempDir
    private Path folder;

    private Path token;
    private Path password;
    private Path exportsYaml;

    @BeforeEach
    void write() throws IOException {
        token = Files.writeString(folder.resolve("token"), "pat_1");
        password = Files.writeString(folder.resolve("password"), "secret");
        exportsYaml = Files.writeString(folder.resolve("exports.yaml"), CONFIGURATION.formatted(token, password));
    }

    @Test
    void whatHasNoValueIsNoMistakeAndIsShownAsItIsWritten() {
        ConfigResult result = read();

        assertThat(result.problems()).isEmpty();
        ExportsConfig config = result.orThrow();
        assertThat(config.jobs()).containsOnlyKeys("nightly", "sweep");
        assertThat(Objects.requireNonNull(config.jobs().get("nightly"))
                        .request()
                        .project())
                .isEqualTo("{{env:PROJECT}}");
        assertThat(Objects.requireNonNull(config.jobs().get("sweep"))
                        .timing()
                        .schedule()
                        .written())
                .isEqualTo("@hourly");
        assertThat(Objects.requireNonNull(config.destinations().get("partner")).properties())
                .containsEntry("username", "u")
                .doesNotContainKeys("host", "port");
    }

    @Test
    void noFileIsReadButTheLedgers() {
        ExportsConfig config = read().orThrow();

        assertThat(config.api().token().reveal()).isEqualTo("{{file:" + token + "}}");
        LedgerConfig ledger = Objects.requireNonNull(config.service().ledger());
        assertThat(ledger.username()).isEqualTo("me");
        assertThat(Objects.requireNonNull(ledger.password()).reveal()).isEqualTo("secret");
    }

    @Test
    void aLedgerThatCannotBeOpenedIsAMistake() throws IOException {
        Files.delete(password);

        assertThat(read().problems()).extracting(Problem::path).containsExactly("ledger.password");
    }

    @Test
    void whatIsWrittenWrongIsAMistakeStill() throws IOException {
        Edit.file(exportsYaml, "@hourly", "@hurly");

        assertThat(read().problems()).extracting(Problem::path).containsExactly("jobs.sweep.schedule");
    }

    @Test
    void forWorkEachOfThemIsAMistake() {
        List<Problem> problems =
                ConfigReader.read(exportsYaml, CATALOG, placeholders()).problems();

        assertThat(problems)
                .extracting(Problem::path)
                .contains("api.base-url", "api.read-timeout", "destinations.partner.port", "defaults.destinations[1]")
                .doesNotContain("api.token");
    }

    private ConfigResult read() {
        return ConfigReader.readWithoutSecrets(exportsYaml, CATALOG, placeholders());
    }

    private static Placeholders placeholders() {
        return new Placeholders(name -> null, placeholder -> {
            throw Placeholders.unresolved(placeholder + " has no vault", "There is none.");
        });
    }
}
