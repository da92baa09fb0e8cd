package io.exportroutes.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.schema.KameletCatalog;
import io.exportroutes.config.yaml.Placeholders;
import io.exportroutes.config.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exports.yaml that newcomers start from. */
class NewcomerSampleTest {
    private static final KameletCatalog CATALOG = KameletCatalog.scan(Path.of("routes/kamelets"));
    private static final Path SAMPLE = Path.of("config/exports.yaml");
    /** A line that is commented out begins with # and no space, or with more than one. */
    private static final Pattern COMMENTED_OUT = Pattern.compile("(?m)^( *)#(?! \\S|$)(?=\\S|  )(.*)$");

    private static final Pattern VARIABLE = Pattern.compile("\"\\{\\{env:(\\w+)}}\"");

    @Test
    void itValidatesWithTheOneVariableThatItAsksFor() {
        ConfigResult result = ConfigReader.read(SAMPLE, CATALOG, placeholders(Map.of("ZANGTABLE_TOKEN", "pat_1")));

        assertThat(result.problems()).isEmpty();
    }

    @Test
    void withoutTheVariableItNamesIt() {
        assertThat(ConfigReader.read(SAMPLE, CATALOG, placeholders(Map.of())).problems())
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("the environment variable ZANGTABLE_TOKEN is not set");
    }

    @Test
    void everythingThatIsCommentedOutValidatesToo(@TempDir Path folder) throws IOException {
        Path all = folder.resolve("exports.yaml");
        Files.writeString(all, uncommented());
        Map<String, String> environment = Map.of(
                "ZANGTABLE_TOKEN", "t",
                "SFTP_PASSWORD", "p",
                "SMTP_PASSWORD", "p",
                "SLACK_WEBHOOK", "https://hooks.slack.com/services/x",
                "HEARTBEAT_URL", "https://hc-ping.com/key/{job}");

        ConfigResult result = ConfigReader.read(all, CATALOG, placeholders(environment));

        assertThat(result.problems()).isEmpty();
        assertThat(result.orThrow().destinations()).hasSize(4);
        assertThat(result.orThrow().jobs()).hasSize(4);
        assertThat(result.orThrow().service().replay()).isNotNull();
        assertThat(result.orThrow().operators().channels()).hasSize(2);
        assertThat(result.orThrow().operators().heartbeats().any()).isTrue();
        assertThat(result.orThrow().retention("crm-nightly", "backups").keepsAll())
                .isFalse();
    }

    @Test
    void everyVariableIsExplainedAtItsHead() throws IOException {
        Set<String> variables = new TreeSet<>();
        Matcher matcher = VARIABLE.matcher(Files.readString(SAMPLE));
        while (matcher.find()) {
            variables.add(matcher.group(1));
        }

        assertThat(variables).hasSize(5);
        assertThat(variables)
                .allSatisfy(name -> assertThat(Files.readString(SAMPLE)).containsPattern("#   " + name + " +\\S"));
    }

    @Test
    void editorsFindItsSchema() throws IOException {
        assertThat(Files.readString(SAMPLE)).startsWith("# yaml-language-server: $schema=exports.schema.json\n");
    }

    private static String uncommented() throws IOException {
        String text = Files.readString(SAMPLE);
        int head = text.indexOf("version:");
        return COMMENTED_OUT.matcher(text.substring(head)).replaceAll("$1$2");
    }

    private static Placeholders placeholders(Map<String, String> environment) {
        return new Placeholders(environment::get, SampleConfig.NO_VAULT);
    }
}
