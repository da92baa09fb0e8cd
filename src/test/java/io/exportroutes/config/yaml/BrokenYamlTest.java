package io.exportroutes.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.config.ConfigReader;
import io.exportroutes.config.ConfigResult;
import io.exportroutes.config.SampleConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenYamlTest {
    @Test
    void aMissingFileIsSaidToBeMissing(@TempDir Path folder) {
        ConfigResult result =
                ConfigReader.read(folder.resolve("exports.yaml"), SampleConfig.CATALOG, SampleConfig.PLACEHOLDERS);

        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.place().line()).isZero();
            assertThat(problem.message()).isEqualTo("there is no such file");
        });
    }

    @Test
    void anEmptyFileIsSaidToHoldNothing(@TempDir Path folder) {
        assertOne(folder, "# nothing yet\n", 0, "the file has no keys");
    }

    @Test
    void aListInsteadOfKeysIsRefused(@TempDir Path folder) {
        assertOne(folder, "- version: 1\n", 0, "the file has no keys");
    }

    @Test
    void aTabIsNamedAsSuch(@TempDir Path folder) {
        assertOne(folder, "version: 1\napi:\n\ttoken: x\n", 3, "a tab is used instead of spaces");
    }

    @Test
    void brokenSyntaxIsNamedWithItsLine(@TempDir Path folder) {
        assertOne(folder, "version: 1\napi: {token: x\njobs: y\n", 3, "the YAML is broken here");
    }

    @Test
    void brokenSyntaxBesideASecretDoesNotShowIt(@TempDir Path folder) {
        ConfigResult result = SampleConfig.read(folder, "api:\n  token: \"pat_s3cr3t\n");

        assertThat(result.problems()).singleElement().asString().doesNotContain("s3cr3t");
    }

    @Test
    void twoDocumentsAreRefused(@TempDir Path folder) {
        assertOne(folder, "version: 1\n---\nversion: 1\n", 2, "the YAML is broken here");
    }

    @Test
    void aControlCharacterIsNamedWithItsLine(@TempDir Path folder) {
        assertOne(folder, "version: 1\napi: a\u0007b\n", 2, "a control character");
    }

    @Test
    void anotherEncodingIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("exports.yaml"), "version: ä".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(ConfigReader.read(file, SampleConfig.CATALOG, SampleConfig.PLACEHOLDERS)
                        .problems())
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("the file is not UTF-8 text");
    }

    @Test
    void anAnchorWithinItselfEndsInAProblem(@TempDir Path folder) {
        assertOne(folder, "version: 1\napi: &a\n  token: *a\n", 0, "are too deep or refer to themselves");
    }

    @Test
    void anchorsThatUnfoldWithoutEndEndInAProblem(@TempDir Path folder) {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 9; level++) {
            String below = "*a" + (level - 1);
            text.append("a%d: &a%d [%s]%n".formatted(level, level, String.join(", ", Collections.nCopies(10, below))));
        }
        assertOne(folder, text.toString(), 0, "are too deep or refer to themselves");
    }

    @Test
    void anAnchorSharesAValue(@TempDir Path folder) {
        ConfigResult result = new SampleConfig()
                .with(28, "destinations: &all [archive]")
                .with(48, "destinations: *all")
                .read(folder);

        assertThat(Objects.requireNonNull(result.orThrow().jobs().get("sweep")).destinations())
                .containsExactly("archive");
    }

    private static void assertOne(Path folder, String text, int line, String message) {
        assertThat(SampleConfig.read(folder, text).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.place().line()).isEqualTo(line);
            assertThat(problem.message()).contains(message);
            assertThat(problem.remedy()).isNotBlank();
        });
    }
}
