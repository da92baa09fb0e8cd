package io.exportroutes.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.config.JobConfig.Freshness;
import io.exportroutes.config.JobConfig.Limits;
import io.exportroutes.config.JobConfig.MissedRuns;
import io.exportroutes.config.JobConfig.Overlap;
import io.exportroutes.config.JobConfig.Request;
import io.exportroutes.config.JobConfig.Schedule;
import io.exportroutes.config.JobConfig.Timing;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Secret;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
    private static final String EVERY_KEY = """
                project: crm
                export: database
                format: zip-csv
                schedule: "0 2 * * 1"
                time-zone: Europe/Berlin
                jitter: 5m
                missed-runs: skip
                overlap: queue
                file-name: crm_database
                guard: {min-size: 1KB, max-shrink: 50%}
                destinations: [partner, archive]
                deadline: 30m
                max-concurrent: 2
                grace: 1h
                expect-within: 26h
                """;

    @Test
    void everyKeyOfAJobArrives(@TempDir Path folder) {
        JobConfig job = job(folder, EVERY_KEY);

        assertThat(job)
                .isEqualTo(new JobConfig(
                        "nightly",
                        new Request("crm", ExportKind.DATABASE, "zip-csv", Map.of(), "crm_database"),
                        new Timing(
                                new Schedule("0 0 2 ? * 2", "0 2 * * 1"),
                                ZoneId.of("Europe/Berlin"),
                                Duration.ofMinutes(5),
                                MissedRuns.SKIP,
                                Overlap.QUEUE),
                        List.of("partner", "archive"),
                        new Limits(
                                new GuardConfig(1000L, 50),
                                Duration.ofMinutes(30),
                                2,
                                new Freshness(Duration.ofHours(1), Duration.ofHours(26)))));
    }

    @Test
    void tableOptionsBecomeTheBodyOfTheApi(@TempDir Path folder) {
        JobConfig job = job(folder, """
                project: crm
                export: database
                include-tables: [contacts, on]
                exclude-tables: []
                table-options:
                  contacts: {columns: [id, e-mail], filters: {is-active: true, n: 1.5, x: null}, limit: 1000, offset: 0}
                """);

        Map<String, @Nullable Object> filters = new HashMap<>();
        filters.put("is-active", true);
        filters.put("n", new BigDecimal("1.5"));
        filters.put("x", null);
        assertThat(job.request().options()).containsOnlyKeys("include_tables", "exclude_tables", "table_options");
        assertThat(job.request().options()).containsEntry("include_tables", List.of("contacts", "on"));
        assertThat(job.request().options()).containsEntry("exclude_tables", List.of());
        assertThat(((Map<?, ?>) Objects.requireNonNull(job.request().options().get("table_options"))).get("contacts"))
                .isEqualTo(Map.of("columns", List.of("id", "e-mail"), "filters", filters, "limit", 1000, "offset", 0));
    }

    @Test
    void jobsTakeWhatTheyDoNotSayFromTheDefaults(@TempDir Path folder) {
        String text = """
                version: 1
                api: {base-url: "https://api.example.com/v1/", token: t}
                destinations: {archive: {type: s3, bucket: b}}
                defaults: {time-zone: Asia/Tokyo, destinations: [archive], deadline: 5m, missed-runs: skip, overlap: queue}
                jobs:
                  second: {project: b, export: schema, format: sql}
                  first: {project: a, export: existing}
                """;
        ExportsConfig config = SampleConfig.read(folder, text).orThrow();

        assertThat(config.api().baseUrl()).isEqualTo(URI.create("https://api.example.com/v1"));
        assertThat(config.jobs().keySet()).containsExactly("second", "first");
        assertThat(config.jobs().values()).allSatisfy(job -> {
            assertThat(job.timing().zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
            assertThat(job.destinations()).containsExactly("archive");
            assertThat(job.limits().deadline()).isEqualTo(Duration.ofMinutes(5));
            assertThat(job.timing().missedRuns()).isEqualTo(MissedRuns.SKIP);
            assertThat(job.timing().overlap()).isEqualTo(Overlap.QUEUE);
        });
    }

    @Test
    void placeholdersStandForValuesOfAnyType(@TempDir Path folder) {
        ExportsConfig config = new SampleConfig()
                .with(8, "type: s3\\npath-style: \"{{env:NONE:true}}\"")
                .with(15, "port: \"{{env:PORT}}\"")
                .with(32, "project: \"{{env:NONE:crm}}\"")
                .read(folder)
                .orThrow();

        assertThat(config.api().token().reveal()).isEqualTo(SampleConfig.TOKEN);
        assertThat(properties(config, "partner")).containsEntry("port", "2222");
        assertThat(properties(config, "archive")).containsEntry("path-style", "true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a@x.example, b@x.example]", "a@x.example,b@x.example"})
    void aListReachesTheKameletJoinedByCommas(String to, @TempDir Path folder) {
        ExportsConfig config =
                new SampleConfig().with(24, "to: " + to).read(folder).orThrow();

        assertThat(properties(config, "ops")).containsEntry("to", "a@x.example,b@x.example");
    }

    @Test
    void replayAndLedgerArrive(@TempDir Path folder) {
        ExportsConfig config = new SampleConfig()
                .with(
                        1,
                        "version: 1\\nreplay: {every: 1m, for: 1h}\\n"
                                + "ledger: {url: \"jdbc:postgresql://db/x?sslmode=verify-full\", username: u, password: \"{{env:WORD}}\"}")
                .read(folder)
                .orThrow();

        assertThat(config.service().replay()).isEqualTo(new ReplayConfig(Duration.ofMinutes(1), Duration.ofHours(1)));
        assertThat(config.service().ledger())
                .isEqualTo(new LedgerConfig(
                        "jdbc:postgresql://db/x?sslmode=verify-full",
                        "u",
                        new Secret("s3cr3t-word"),
                        Duration.ofSeconds(30)));
    }

    @Test
    void whoSignsTheChainsArrives(@TempDir Path folder) {
        ConfigResult with = new SampleConfig()
                .with(1, "version: 1\\ncustody: {signing-key-file: /run/secrets/key, signer: exports@example.com}")
                .read(folder);
        ConfigResult without = new SampleConfig().read(folder);

        assertThat(with.orThrow().operators().custody())
                .isEqualTo(new CustodyConfig(Path.of("/run/secrets/key"), null, "exports@example.com"));
        assertThat(without.orThrow().operators().custody()).isNull();
        assertThat(without.values().changesTo(with.values())).containsExactly("custody is new");
    }

    @Test
    void noSecretIsPrintedWithTheConfiguration(@TempDir Path folder) {
        String printed = new SampleConfig()
                .with(
                        1,
                        "version: 1\\nledger: {url: \"jdbc:postgresql://db/x?sslmode=verify-full\", password: \"{{env:WORD}}\"}")
                .read(folder)
                .orThrow()
                .toString();

        assertThat(printed).contains("acme").doesNotContain(SampleConfig.TOKEN, SampleConfig.SECRET_KEY, "s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:8080", "https://api.example.com"})
    void thisMachineMayBeAskedInClear(String baseUrl, @TempDir Path folder) {
        ConfigResult result =
                new SampleConfig().with(3, "base-url: \"" + baseUrl + "\"").read(folder);

        assertThat(result.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://localhost/x",
                "jdbc:postgresql://127.0.0.1:5432,[::1]:5432/x",
                "jdbc:postgresql:x",
                "jdbc:postgresql:///x",
                "jdbc:postgresql://db/x?ssl=true",
                "jdbc:postgresql://db/x?a=b&sslmode=require",
                "jdbc:postgresql://db/x?sslmode=disable"
            })
    void aLedgerOnThisMachineOrEncryptedOrSaidToBeInClearWillDo(String url, @TempDir Path folder) {
        ConfigResult result = new SampleConfig()
                .with(1, "version: 1\\nledger: {url: \"" + url + "\"}")
                .read(folder);

        assertThat(result.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "endpoint: http://localhost:9000",
                "endpoint: https://s3.example.com",
                "endpoint: http://s3.example.com\\ninsecure-http: true"
            })
    void anEndpointOnThisMachineOrEncryptedOrSaidToBeInClearWillDo(String endpoint, @TempDir Path folder) {
        assertThat(new SampleConfig()
                        .with(9, "bucket: acme\\n" + endpoint)
                        .read(folder)
                        .problems())
                .isEmpty();
    }

    /** A copy, by the Kamelet's annotation; a notice of the others. */
    @Test
    void aMailKeepsWhatItAttachesAndTheOthersKeepAll(@TempDir Path folder) {
        Map<String, DestinationConfig> destinations =
                new SampleConfig().read(folder).orThrow().destinations();

        assertThat(Objects.requireNonNull(destinations.get("ops")).stores(10_000_000))
                .isTrue();
        assertThat(Objects.requireNonNull(destinations.get("ops")).stores(10_000_001))
                .isFalse();
        assertThat(Objects.requireNonNull(destinations.get("archive")).storesAll())
                .isTrue();
        assertThat(Objects.requireNonNull(destinations.get("partner")).storesAll())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "::1"})
    void aMailServerOnThisMachineMayBeAskedInClear(String host, @TempDir Path folder) {
        ConfigResult result = new SampleConfig()
                .with(21, "host: \"" + host + "\"")
                .with(22, "security: none")
                .read(folder);

        assertThat(result.problems()).isEmpty();
    }

    @Test
    void whoInsistsOnAConfigurationGetsEveryMistakeInOneFailure(@TempDir Path folder) {
        ConfigResult result =
                new SampleConfig().with(1, "version: 2").with(33, "export: all").read(folder);

        assertThatThrownBy(result::orThrow)
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContainingAll("2 mistakes", "exports.yaml:1:10", "exports.yaml:33:13");
    }

    private static Map<String, String> properties(ExportsConfig config, String destination) {
        return Objects.requireNonNull(config.destinations().get(destination)).properties();
    }

    private static JobConfig job(Path folder, String text) {
        String file = """
                version: 1
                api: {base-url: https://api.example.com, token: t}
                destinations: {archive: {type: s3, bucket: b}, partner: {type: file, directory: d}}
                defaults: {destinations: [archive]}
                jobs:
                  nightly:
                """;
        ExportsConfig config = SampleConfig.read(folder, file + text.indent(4)).orThrow();
        return Objects.requireNonNull(config.jobs().get("nightly"));
    }
}
