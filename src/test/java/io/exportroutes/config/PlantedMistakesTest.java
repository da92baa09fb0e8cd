package io.exportroutes.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Each mistake is planted alone, in the last of the lines that a row writes into a valid file, and found with its line, its path, what is wrong and what to do. */
class PlantedMistakesTest {
    @ParameterizedTest(name = "line {0}: {1}")
    @CsvFileSource(
            resources = "/config/planted-mistakes.csv",
            delimiter = '|',
            quoteCharacter = '`',
            numLinesToSkip = 1)
    void aPlantedMistakeIsReportedWithLinePathAndRemedy(ArgumentsAccessor row, @TempDir Path folder) {
        int line = row.getInteger(0);
        String text = row.getString(1);
        ConfigResult result = new SampleConfig().with(line, text).read(folder);

        assertThat(result.isValid()).isFalse();
        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.toString()).doesNotContain(SampleConfig.TOKEN, SampleConfig.SECRET_KEY, "s3cr3t");
            assertThat(problem.place().file())
                    .isEqualTo(folder.resolve("exports.yaml").toString());
            assertThat(problem.place().line()).isEqualTo(line + text.split("\\\\n").length - 1);
            assertThat(problem.place().column()).isPositive();
            assertThat(problem.path()).isEqualTo(row.getString(2));
            assertThat(problem.message()).contains(row.getString(3));
            assertThat(problem.remedy()).contains(row.getString(4));
        });
    }

    @Test
    void theUnchangedFileIsValid(@TempDir Path folder) {
        assertThat(new SampleConfig().read(folder).problems()).isEmpty();
    }

    @Test
    void allMistakesAreReportedAtOnceByLine(@TempDir Path folder) {
        List<Problem> problems = new SampleConfig()
                .with(3, "base-url: http://api.example.com")
                .with(4, "token: \"{{env:NO_TOKEN}}\"")
                .with(9, "buckt: acme")
                .with(15, "port: ssh")
                .with(28, "destinations: [archiv]")
                .with(33, "export: databse")
                .with(35, "schedule: \"0 25 * * *\"")
                .with(40, "guard: {min-size: 1 XB, max-shrink: half}")
                .with(48, "destinations: [archive, partnr]\\narchive: true")
                .read(folder)
                .problems();

        assertThat(problems.stream().map(problem -> problem.place().line() + " " + problem.path()))
                .containsExactly(
                        "3 api.base-url",
                        "4 api.token",
                        "7 destinations.archive.bucket",
                        "9 destinations.archive.buckt",
                        "15 destinations.partner.port",
                        "28 defaults.destinations[0]",
                        "33 jobs.nightly.export",
                        "35 jobs.nightly.schedule",
                        "40 jobs.nightly.guard.min-size",
                        "40 jobs.nightly.guard.max-shrink",
                        "48 jobs.sweep.destinations[1]",
                        "49 jobs.sweep.archive");
    }

    @Test
    void theColumnIsThatOfTheValue(@TempDir Path folder) {
        Problem problem = new SampleConfig()
                .with(48, "destinations: [archive, partnr]")
                .read(folder)
                .problems()
                .get(0);

        assertThat(problem.place().column()).isEqualTo(29);
        assertThat(problem.toString())
                .endsWith("exports.yaml:48:29: jobs.sweep.destinations[1]: there is no destination \"partnr\". "
                        + "Did you mean \"partner\"?");
    }
}
