package io.exportroutes.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.JobConfig.Freshness;
import io.exportroutes.config.JobConfig.Limits;
import io.exportroutes.config.JobConfig.MissedRuns;
import io.exportroutes.config.JobConfig.Overlap;
import io.exportroutes.config.JobConfig.Request;
import io.exportroutes.config.JobConfig.Schedule;
import io.exportroutes.config.JobConfig.Timing;
import io.exportroutes.config.schema.Copies;
import io.exportroutes.value.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each default, pinned. */
class ConfigDefaultsTest {
    private static final String LEAST = """
            version: 1
            api: {base-url: https://api.example.com, token: pat_1}
            destinations: {there: {type: sftp, host: h, username: u, password: p, known-hosts-file: k}, ops: {type: email, host: h, from: a@x, to: [b@x]}}
            jobs:
              job: {project: crm, export: database, destinations: [there]}
            """;

    @Test
    void theApiIsAskedWithDefaultTimeouts(@TempDir Path folder) {
        assertThat(least(folder).api())
                .isEqualTo(new ApiConfig(
                        URI.create("https://api.example.com"),
                        new Secret("pat_1"),
                        new ApiConfig.Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60)),
                        Duration.ofSeconds(2),
                        8));
    }

    @Test
    void withoutAWebSectionApplicationPropertiesSayWhereItListens(@TempDir Path folder) {
        assertThat(least(folder).operators().web())
                .isEqualTo(new WebConfig(
                        null, Set.of(), null, new WebConfig.Proxies(List.of(), "X-Forwarded-User", "viewer")));
    }

    @Test
    void aJobFallsBackToTheDefaultsOfTheProgram(@TempDir Path folder) {
        assertThat(least(folder).jobs())
                .containsExactly(Map.entry(
                        "job",
                        new JobConfig(
                                "job",
                                new Request("crm", ExportKind.DATABASE, null, Map.of(), null),
                                new Timing(
                                        new Schedule(null, null),
                                        ZoneId.of("UTC"),
                                        Duration.ZERO,
                                        MissedRuns.RUN_ONCE,
                                        Overlap.SKIP),
                                List.of("there"),
                                new Limits(
                                        GuardConfig.NONE,
                                        Duration.ofHours(2),
                                        4,
                                        new Freshness(Duration.ofMinutes(30), null)))));
    }

    @Test
    void aDestinationHasTheDefaultsOfAllAndThoseOfItsKamelet(@TempDir Path folder) {
        Map<String, DestinationConfig> destinations = least(folder).destinations();

        assertThat(destinations.get("there"))
                .isEqualTo(new DestinationConfig(
                        "there",
                        new DestinationConfig.Sink("sftp", defaultsOfSftp(), Copies.OF_ALL, true, true),
                        "{project}/{job}/{yyyy}/{MM}/{dd}/{time}_{export-id}_{name}",
                        new DestinationConfig.Limits(4, Duration.ofHours(1)),
                        null));
    }

    private static SinkValues defaultsOfSftp() {
        return new SinkValues(
                Map.of(
                        "host", "h",
                        "port", "22",
                        "username", "u",
                        "password", "p",
                        "known-hosts-file", "k",
                        "directory", ".",
                        "create", "false",
                        "marker", "true",
                        "connect-timeout", "30s",
                        "response-timeout", "60s"),
                Map.of(
                        "private-key-file", "privateKeyFile",
                        "private-key-passphrase", "privateKeyPassphrase",
                        "known-hosts-file", "knownHostsFile",
                        "connect-timeout", "connectTimeout",
                        "response-timeout", "responseTimeout"),
                Set.of("password", "private-key-passphrase"));
    }

    @Test
    void mailHasTheDefaultsOfItsKamelet(@TempDir Path folder) {
        Map<String, DestinationConfig> destinations = least(folder).destinations();

        assertThat(destinations.get("ops"))
                .extracting(DestinationConfig::properties)
                .isEqualTo(Map.of(
                        "host", "h",
                        "port", "587",
                        "security", "starttls",
                        "from", "a@x",
                        "to", "b@x",
                        "subject", "Export {name} of {job}",
                        "attach-up-to", "10MB"));
    }

    @Test
    void retriesAndLimitsHaveDefaults(@TempDir Path folder) {
        ExportsConfig config = least(folder);

        assertThat(config.service().retry())
                .isEqualTo(new RetryConfig(5, Duration.ofSeconds(2), 2, Duration.ofMinutes(1)));
        assertThat(config.service().limits())
                .isEqualTo(new LimitsConfig(8, 4, Duration.ofSeconds(30), new SpoolConfig(null, 256L << 20)));
    }

    @Test
    void replayAndAnotherLedgerAreOffUnlessAskedFor(@TempDir Path folder) {
        assertThat(least(folder).service().replay()).isNull();
        assertThat(least(folder).service().ledger()).isNull();
    }

    @Test
    void replayThatIsAskedForHasDefaults(@TempDir Path folder) {
        assertThat(SampleConfig.read(folder, LEAST + "replay: {}\n")
                        .orThrow()
                        .service()
                        .replay())
                .isEqualTo(new ReplayConfig(Duration.ofMinutes(30), Duration.ofHours(24)));
    }

    @Test
    void theLedgerForgetsNothingUnlessItIsTold(@TempDir Path folder) {
        assertThat(least(folder).service().keepHistory()).isNull();
        assertThat(SampleConfig.read(folder, LEAST + "keep-history: 400d\n")
                        .orThrow()
                        .service()
                        .keepHistory())
                .isEqualTo(Duration.ofDays(400));
    }

    private static ExportsConfig least(Path folder) {
        return SampleConfig.read(folder, LEAST).orThrow();
    }
}
