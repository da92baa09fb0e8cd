package io.exportroutes.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.app.EngineOptions;
import io.exportroutes.cli.Bench;
import io.exportroutes.config.ConfigReader;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.schema.KameletCatalog;
import io.exportroutes.doctor.Finding.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A machine whose clock is wrong, against an API whose clock is right. */
class WrongClockTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "PT0S, OK, agrees with its own to [12]s",
        "PT-60S, WARN, clock is (59s|1m|1m1s) behind its own",
        "PT90S, WARN, clock is 1m(29|30|31)s ahead of its own",
        "PT-10M, FAIL, clock is (9m59s|10m|10m1s) behind its own",
        "PT48H, FAIL, clock is (1d23h59m59s|2d|2d1s) ahead of its own"
    })
    void howFarTheClockIsOffIsSaid(Duration off, Level level, String seen) throws Exception {
        Finding api = found("api", Clock.offset(Clock.systemUTC(), off));

        assertThat(api.level()).isEqualTo(level);
        assertThat(api.seen()).containsPattern(seen);
        assertThat(api.remedy() == null).isEqualTo(level == Level.OK);
    }

    @Test
    void timeZoneDataThatIsOldIsAWarning() throws Exception {
        assertThat(found("time zones", Clock.systemUTC()).level()).isEqualTo(Level.OK);

        Finding old = found("time zones", Clock.offset(Clock.systemUTC(), Duration.ofDays(5 * 365)));

        assertThat(old.level()).isEqualTo(Level.WARN);
        assertThat(old.seen()).contains("Europe/Berlin", "a change of clocks since then would be missed");
        assertThat(old.remedy()).contains("Update Java");
    }

    @Test
    void aProbesKeyIsWhereTheDestinationsKeysAre() {
        UUID id = new UUID(1, 2);
        String name = "export-routes-doctor-" + id + ".probe";

        assertThat(ProbeKey.of("", id)).isEqualTo(name);
        assertThat(ProbeKey.of("{project}/{name}", id)).isEqualTo(name);
        assertThat(ProbeKey.of("/backups//crm-{job}/{name}", id)).isEqualTo("backups/" + name);
    }

    private Finding found(String check, Clock clock) throws Exception {
        try (Bench bench = new Bench(directory)) {
            EngineOptions options =
                    new EngineOptions(Path.of("."), bench.config(), bench.state(), EngineOptions.Mode.COMMAND);
            ExportsConfig config = ConfigReader.read(
                            bench.config().resolve("exports.yaml"),
                            KameletCatalog.scan(Path.of("routes/kamelets")),
                            text -> text)
                    .orThrow();
            try (Doctor doctor = new Doctor(options, config, clock, Duration.ofMinutes(1))) {
                List<Finding> all = doctor.examine(List.of(config.job("nightly")), finding -> {});
                return all.stream()
                        .filter(finding -> finding.check().equals(check))
                        .findFirst()
                        .orElseThrow();
            }
        }
    }
}
