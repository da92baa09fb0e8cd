package io.exportroutes.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.yaml.Problem;
import io.exportroutes.readback.DailyWindow;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.ReadBackPolicy;
import io.exportroutes.readback.ReadBackPolicy.Depth;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code read-back} of the destinations. */
class ReadBackReaderTest {
    @TempDir
    Path folder;

    private ConfigResult archive(String section) {
        return new SampleConfig().with(8, "type: s3\\nread-back: " + section).read(folder);
    }

    @Test
    void withoutASectionNothingIsReadBack() {
        assertThat(new SampleConfig().read(folder).orThrow().readBacks()).isEmpty();
    }

    @Test
    void eachValueIsRead() {
        ExportsConfig config = archive(
                        "{every: 30d, newest: 12h, level: opens, identity-file: config/drill.key, between: \"22:00-05:00\", budget: 50GB/day,"
                                + " cold: report}")
                .orThrow();

        assertThat(config.readBacks())
                .isEqualTo(Map.of(
                        "archive",
                        new ReadBackPolicy(
                                Duration.ofDays(30),
                                Duration.ofHours(12),
                                new Depth(Level.OPENS, Path.of("config/drill.key")),
                                new DailyWindow(LocalTime.of(22, 0), LocalTime.of(5, 0), ZoneId.of("UTC")),
                                50_000_000_000L)));
    }

    @Test
    void theDefaultsAreThoseOfTheDocumentation() {
        assertThat(archive("{every: 30d}").orThrow().readBacks())
                .isEqualTo(Map.of(
                        "archive",
                        new ReadBackPolicy(
                                Duration.ofDays(30), Duration.ofHours(24), Depth.of(Level.CONTENT), null, null)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{level: content}|read-back|every",
                "{every: 1h}|read-back.every|is out of range",
                "{every: 30d, level: read}|read-back.level|content",
                "{every: 30d, between: 1-5}|read-back.between|01:00-05:00",
                "{every: 30d, between: \"01:00-01:00\"}|read-back.between|a span without length",
                "{every: 30d, budget: 50GB}|read-back.budget|50GB/day",
                "{every: 30d, budgt: 50GB/day}|read-back.budgt|budget"
            })
    void aMistakeIsNamedAtItsPlace(String section, String place, String said) {
        List<Problem> problems = archive(section).problems();

        assertThat(problems).singleElement().satisfies(problem -> assertThat(problem.toString())
                .contains("destinations.archive." + place, said));
    }
}
