package io.exportroutes.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", "pat_1", "EMPTY", "", "BRACES", "a}}b{{c");

    private final Placeholders placeholders =
            new Placeholders(ENVIRONMENT::get, placeholder -> "<" + placeholder + ">");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain                            | plain",
                "{{env:TOKEN}}                    | pat_1",
                "a {{env:TOKEN}} b {{env:TOKEN}}  | a pat_1 b pat_1",
                "{{env:NONE:other}}               | other",
                "{{env:NONE:https://x:1}}         | https://x:1",
                "{{env:NONE:}}                    | ''",
                "{{env:EMPTY:other}}              | ''",
                "{{env:NONE:{{env:TOKEN}}}}       | pat_1",
                "{{env:BRACES}}                   | a}}b{{c",
                "{{sys:no.such:x}}                | x",
                "{{aws:secret/key}}               | <{{aws:secret/key}}>",
                "{{plain.key}}                    | <{{plain.key}}>"
            })
    void aPlaceholderBecomesItsValue(String text, String expected) {
        assertThat(placeholders.apply(text)).isEqualTo(expected);
    }

    @Test
    void aFileGivesItsTextWithoutTheLineEnd(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cr3t\n");

        assertThat(placeholders.apply("{{file:" + secret + "}}")).isEqualTo("s3cr3t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{env:NONE}}          | the environment variable NONE is not set",
                "{{sys:no.such}}       | the system property no.such is not set",
                "{{file:/no/such}}     | there is no file /no/such",
                "{{file:/}}            | / is a folder",
                "{{env:}}              | names no variable",
                "{{env:TOKEN           | is not closed"
            })
    void whatHasNoValueIsNamed(String text, String complaint) {
        assertThatThrownBy(() -> placeholders.apply(text))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(complaint)
                .message()
                .doesNotContain("pat_1");
    }

    @Test
    void aFailureOfTheFallbackIsKeptAsTheReason() {
        Placeholders failing = new Placeholders(ENVIRONMENT::get, placeholder -> {
            throw new IllegalArgumentException("no vault is configured");
        });

        assertThatThrownBy(() -> failing.apply("{{vault:x}}"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("{{vault:x}} cannot be resolved: no vault is configured");
    }
}
