package io.exportroutes.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.yaml.Problem;
import io.exportroutes.retention.Facts.Limit;
import io.exportroutes.retention.RetentionPolicy;
import io.exportroutes.retention.Rule;
import io.exportroutes.retention.Span;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code retention} of defaults, destinations and jobs. */
class RetentionReaderTest {
    private static final RetentionPolicy DAYS = new RetentionPolicy(Map.of(Rule.DAILY, 14), null);

    @TempDir
    Path folder;

    @Test
    void withoutASectionEverythingIsKept() {
        ExportsConfig config = new SampleConfig().read(folder).orThrow();

        assertThat(config.retention("nightly", "archive")).isEqualTo(RetentionPolicy.KEEP_ALL);
    }

    @Test
    void everyRuleIsRead() {
        ExportsConfig config = defaults("{keep-last: 1, keep-hourly: 2, keep-daily: 3, keep-weekly: 4, keep-monthly: 5,"
                        + " keep-yearly: 6, keep-within: 2y5m7d3h}")
                .orThrow();

        assertThat(config.retention("nightly", "archive"))
                .isEqualTo(new RetentionPolicy(
                        Map.of(
                                Rule.LAST, 1,
                                Rule.HOURLY, 2,
                                Rule.DAILY, 3,
                                Rule.WEEKLY, 4,
                                Rule.MONTHLY, 5,
                                Rule.YEARLY, 6),
                        Span.parse("2y5m7d3h")));
    }

    @Test
    void theDefaultsDoNotHoldForWhatOthersReceive() {
        ExportsConfig config = defaults("{keep-daily: 14}").orThrow();

        assertThat(config.retention("nightly", "archive")).isEqualTo(DAYS);
        assertThat(config.retention("sweep", "partner")).isEqualTo(RetentionPolicy.KEEP_ALL);
        assertThat(config.retention("nightly", "ops")).isEqualTo(RetentionPolicy.KEEP_ALL);
    }

    @Test
    void howMuchMayExpireAtOnceBelongsToThePolicy() {
        ExportsConfig config = new SampleConfig()
                .with(8, "type: s3\\nretention: {keep-daily: 14, max-expire: {runs: 100}}")
                .with(27, "time-zone: UTC\\nretention: {keep-daily: 14, max-expire: {share: 100%}}")
                .with(42, "project: crm\\nretention: {keep-last: 3}")
                .read(folder)
                .orThrow();

        assertThat(config.retention("nightly", "archive").limit()).isEqualTo(new Limit(100, 30));
        assertThat(config.retention("nightly", "none").limit()).isEqualTo(new Limit(20, 100));
        assertThat(config.retention("shape", "archive").limit()).isEqualTo(Limit.DEFAULT);
    }

    @Test
    void aDestinationOverridesTheDefaultsAndAJobBoth() {
        ExportsConfig config = new SampleConfig()
                .with(8, "type: s3\\nretention: keep-all")
                .with(13, "type: sftp\\nretention: {keep-within: 30d}")
                .with(27, "time-zone: UTC\\nretention: {keep-daily: 14}")
                .with(42, "project: crm\\nretention: {keep-last: 3}")
                .read(folder)
                .orThrow();

        assertThat(config.retention("nightly", "archive")).isEqualTo(RetentionPolicy.KEEP_ALL);
        assertThat(config.retention("nightly", "partner")).isEqualTo(new RetentionPolicy(Map.of(), Span.parse("30d")));
        assertThat(config.retention("shape", "archive"))
                .isEqualTo(config.retention("shape", "ops"))
                .isEqualTo(new RetentionPolicy(Map.of(Rule.LAST, 3), null));
    }

    @Test
    void aJobMayKeepEverythingWhereOthersDoNot() {
        ExportsConfig config = new SampleConfig()
                .with(27, "time-zone: UTC\\nretention: {keep-daily: 14}")
                .with(42, "project: crm\\nretention: keep-all")
                .read(folder)
                .orThrow();

        assertThat(config.retention("shape", "archive")).isEqualTo(RetentionPolicy.KEEP_ALL);
        assertThat(config.retention("nightly", "archive")).isEqualTo(DAYS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | retention is empty | Write which copies are kept, such as keep-daily: 14, or keep-all.",
                "'' | \"\" is not a valid retention | Write keep-all, or rules such as {keep-within: 7d, keep-daily: 14}.",
                "7d | \"7d\" is not a valid retention | Write keep-all, or rules such as {keep-within: 7d, keep-daily: 14}.",
                "[keep-all] | retention has to be keys with values | Write keys below it, one a line, indented.",
                "~ | retention has no value | Write keys below it, one a line, indented.",
                "{keep-daily: 0} | 0 is out of range | Write a number from 1 to 100000.",
                "{keep-daily: -1} | -1 is out of range | Write a number from 1 to 100000.",
                "{keep-daily: many} | keep-daily has to be a whole number | Write a whole number, without quotes.",
                "{keep-daily: ~} | keep-daily has no value | Write a whole number, without quotes.",
                "{keep-dayly: 7} | unknown key \"keep-dayly\" | Did you mean \"keep-daily\"?",
                "{keep-within: 1w} | \"1w\" is not a valid length of time | Write years, months, days and hours, such as 7d, 30d or 2y5m7d3h; a week is 7d.",
                "{keep-within: 0d} | \"0d\" is not a valid length of time | Write years, months, days and hours, such as 7d, 30d or 2y5m7d3h; a week is 7d.",
                "{max-expire: {runs: 5}} | max-expire says how much may expire, but no rule says what | Add rules such as keep-daily: 14, or remove it.",
                "{keep-last: 1, max-expire: {}} | max-expire is empty | Write runs, share, or both.",
                "{keep-last: 1, max-expire: {share: 0%}} | \"0%\" is not a valid percentage | Write a percentage from 1% to 100%.",
                "{keep-last: 1, max-expire: {copies: 5}} | unknown key \"copies\" | Known here: runs, share.",
                "{keep-within: 7} | keep-within has to be text | Write text; put it in quotes where it looks like a number."
            })
    void aMistakeIsNamedAtItsPlaceWithItsRemedy(String written, String message, String remedy) {
        assertThat(defaults(written).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.place().line()).isEqualTo(28);
            assertThat(problem.path()).startsWith("defaults.retention");
            assertThat(problem.message()).isEqualTo(message);
            assertThat(problem.remedy()).isEqualTo(remedy);
        });
    }

    @Test
    void mistakesOfDestinationsAndJobsAreFoundToo() {
        List<Problem> problems = new SampleConfig()
                .with(8, "type: s3\\nretention: {keep-dayly: 1}")
                .with(42, "project: crm\\nretention: {keep-last: 0}")
                .read(folder)
                .problems();

        assertThat(problems)
                .extracting(Problem::path)
                .containsExactly("destinations.archive.retention.keep-dayly", "jobs.shape.retention.keep-last");
    }

    @Test
    void aRuleThatACommandWithoutSecretsDoesNotKnowExpiresNothing() {
        assertThat(defaults("{keep-last: 1, keep-within: \"{{file:/none}}\"}").isValid())
                .isFalse();

        ExportsConfig config = ConfigReader.readWithoutSecrets(
                        folder.resolve("exports.yaml"), SampleConfig.CATALOG, SampleConfig.PLACEHOLDERS)
                .orThrow();

        assertThat(config.retention("nightly", "archive")).isEqualTo(RetentionPolicy.KEEP_ALL);
    }

    @Test
    void aReloadNamesTheRuleThatChanged() {
        ConfigResult before = defaults("{keep-daily: 14, keep-last: 2}");
        ConfigResult after = defaults("{keep-daily: 7, keep-last: 2}");

        assertThat(before.values().changesTo(after.values())).containsExactly("defaults.retention.keep-daily changed");
    }

    private ConfigResult defaults(String retention) {
        return new SampleConfig()
                .with(27, "time-zone: UTC\\nretention: " + retention)
                .read(folder);
    }
}
