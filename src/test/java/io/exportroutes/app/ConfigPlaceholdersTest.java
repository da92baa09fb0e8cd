package io.exportroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.PermanentFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigPlaceholdersTest {
    @TempDir
    private Path config;

    @Test
    void whatIsOfNoKindOfOursIsResolvedByCamelWithItsOwnSettings() throws Exception {
        Files.writeString(config.resolve("application.properties"), "bucket.name=acme\n");
        assertThat(ConfigPlaceholders.of(config).apply("{{bucket.name}}-backups"))
                .isEqualTo("acme-backups");
    }

    @Test
    void whatCamelDoesNotKnowEitherIsAMistakeThatNamesIt() {
        assertThatThrownBy(() -> ConfigPlaceholders.of(config).apply("{{nowhere.to.be.found}}"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("nowhere.to.be.found");
    }
}
