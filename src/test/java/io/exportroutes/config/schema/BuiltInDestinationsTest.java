package io.exportroutes.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.ConfigReader;
import io.exportroutes.config.ConfigResult;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.SampleConfig;
import io.exportroutes.config.yaml.Placeholders;
import io.exportroutes.config.yaml.Problem;
import io.exportroutes.testing.Edit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What exports.yaml may say of the destination types that come with the program. */
class BuiltInDestinationsTest {
    private static final KameletCatalog CATALOG = KameletCatalog.scan(Path.of("routes/kamelets"));
    private static final String ALL = """
            version: 1
            api: {base-url: https://api.example.com, token: t}
            destinations:
              archive:
                type: s3
                bucket: acme-backups
                region: eu-central-1
                endpoint: https://s3.example.com
                path-style: true
                access-key: AKIA
                secret-key: "{{env:KEY}}"
                storage-class: STANDARD_IA
                server-side-encryption: aws:kms
                kms-key-id: alias/backups
                object-lock: {mode: governance, days: 90}
                key: "{project}/{job}/{yyyy}/{MM}/{dd}/{time}_{export-id}_{name}"
              partner:
                type: sftp
                host: sftp.example.com
                port: 22
                username: acme
                private-key-file: /run/secrets/partner_key
                known-hosts-file: config/known_hosts
                directory: /incoming
              mirror:
                type: file
                directory: /var/backups/zangtable
              ops:
                type: email
                host: smtp.example.com
                port: 587
                security: starttls
                from: backups@example.com
                to: [ops@example.com, cto@example.com]
                attach-up-to: 10MB
            jobs: {}
            """;

    @Test
    void everythingThatTheDesignNamesIsUnderstood(@TempDir Path folder) throws Exception {
        Map<String, DestinationConfig> destinations =
                read(folder, ALL).orThrow().destinations();

        assertThat(destinations.keySet()).containsExactly("archive", "partner", "mirror", "ops");
        assertThat(destination(destinations, "archive").secrets()).contains("access-key", "secret-key");
        assertThat(destination(destinations, "archive").properties()).containsEntry("secret-key", "s3cr3t");
        assertThat(destination(destinations, "archive").properties())
                .containsEntry("object-lock-mode", "governance")
                .containsEntry("object-lock-days", "90");
        assertThat(destination(destinations, "archive").sink().settings().byName())
                .containsEntry("objectLockDays", "90");
        assertThat(destination(destinations, "partner").secrets()).contains("password");
        assertThat(destination(destinations, "ops").properties())
                .containsEntry("to", "ops@example.com,cto@example.com")
                .containsEntry("attach-up-to", "10MB");
        assertThat(destinations.toString()).doesNotContain("s3cr3t", "AKIA");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "endpoint: https://s3.example.com | endpoint: s3.example.com | 8  | destinations.archive.endpoint",
                "access-key: AKIA                 | checksum: when-required  | 11 | destinations.archive.secret-key",
                "secret-key: \"{{env:KEY}}\"       | checksum: when-required  | 10 | destinations.archive.access-key",
                "server-side-encryption: aws:kms  | checksum: when-required  | 14 | destinations.archive.kms-key-id",
                "private-key-file: /run/secrets/partner_key | connect-timeout: 5s | 17 | destinations.partner",
                "from: backups@example.com        | from: backups            | 33 | destinations.ops.from",
                "server-side-encryption: aws:kms  | server-side-encryption: kms | 13 | destinations.archive.server-side-encryption",
                "known-hosts-file                 | known-hosts              | 17 | destinations.partner.known-hosts-file",
                "port: 22                         | port: ssh                | 20 | destinations.partner.port",
                "security: starttls               | security: none           | 32 | destinations.ops.security",
                "attach-up-to: 10MB               | attach-up-to: 10         | 35 | destinations.ops.attach-up-to",
                "mode: governance                 | mode: legal              | 15 | destinations.archive.object-lock.mode",
                "mode: governance, days           | mode: governance, dais   | 15 | destinations.archive.object-lock.days",
                "days: 90                         | days: 0                  | 15 | destinations.archive.object-lock.days"
            })
    void aMistakeIsFoundByTheirDefinition(String good, String bad, int line, String path, @TempDir Path folder)
            throws Exception {
        List<Problem> problems = read(folder, Edit.text(ALL, good, bad)).problems();

        assertThat(problems).first().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.place().line()).isEqualTo(line);
        });
    }

    @Test
    void theTrialOfDockerIsValid() {
        ConfigResult trial = ConfigReader.read(
                Path.of("docker/trial/exports.yaml"),
                CATALOG,
                new Placeholders(Map.of("ZANGTABLE_TOKEN", "pat_1")::get, SampleConfig.NO_VAULT));

        assertThat(trial.problems()).isEmpty();
    }

    @Test
    void allButMailStartBeforeTheArtifactIsWhole() {
        assertThat(CATALOG.sinks(SinkKind.DESTINATION).stream()
                        .filter(sink -> sink.annotations().readsGrowing())
                        .map(SinkDefinition::type))
                .containsExactly("file", "s3", "sftp");
    }

    private static DestinationConfig destination(Map<String, DestinationConfig> destinations, String name) {
        return Objects.requireNonNull(destinations.get(name));
    }

    private static ConfigResult read(Path folder, String text) throws Exception {
        Path file = Files.writeString(folder.resolve("exports.yaml"), text);
        return ConfigReader.read(file, CATALOG, new Placeholders(Map.of("KEY", "s3cr3t")::get, SampleConfig.NO_VAULT));
    }
}
