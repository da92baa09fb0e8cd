package io.exportroutes.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.encryption.AgeProgram;
import io.exportroutes.encryption.Recipient;
import io.exportroutes.encryption.RecipientSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code encrypt} of a destination. */
class EncryptionReaderTest {
    private static final String OPS = AgeProgram.OPS.recipient();
    private static final String ESCROW = AgeProgram.ESCROW.recipient();

    @TempDir
    Path folder;

    @Test
    void recipientsHaveTheirNames() {
        assertThat(archive("{to: [" + OPS + ", " + ESCROW + "], names: [ops-2026, escrow]}"))
                .isEqualTo(new RecipientSet(
                        List.of(new Recipient("ops-2026", OPS), new Recipient("escrow", ESCROW)), true));
        assertThat(archive("{to: [" + ESCROW + "], plain-digest: omit}"))
                .isEqualTo(new RecipientSet(List.of(new Recipient(null, ESCROW)), false));
    }

    @Test
    void theFileIsOneThatAgeReads() throws IOException {
        Path file = Files.writeString(folder.resolve("recipients.txt"), "# ops\n" + OPS + "\n\n  " + ESCROW + "\r\n");

        assertThat(archive("{to-file: " + file + ", names: [ops, escrow]}"))
                .isEqualTo(new RecipientSet(List.of(new Recipient("ops", OPS), new Recipient("escrow", ESCROW)), true));
        Files.writeString(file, OPS + "\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5\n");
        assertThat(mistake("{to-file: " + file + "}")).startsWith("line 2 of it is an SSH key");
    }

    @Test
    void withoutASectionNothingIsEncrypted() {
        ExportsConfig config = new SampleConfig().read(folder).orThrow();

        assertThat(config.destinations().values())
                .extracting(DestinationConfig::encryption)
                .containsOnlyNulls();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | encrypt | it says nobody who may read the artifacts",
                "{names: [a]} | encrypt | it says nobody who may read the artifacts",
                "{to: [OPS], to-file: x} | encrypt | it has both to and to-file",
                "{to: [OPS, OPS]} | encrypt.to[1] | names a recipient twice",
                "{to: [OPS, ESCROW], names: [ops]} | encrypt.names | 1 names for 2 recipients",
                "{to: [OPSx]} | encrypt.to[0] | it is no recipient of age: its checksum or its length is wrong",
                "{to: [ssh-ed25519 AAAAC3Nz]} | encrypt.to[0] | it is an SSH key, and only keys of age itself are supported",
                "{to: [age1pq1qqqqqq]} | encrypt.to[0] | it is a recipient of a newer kind (age1pq), and only X25519 recipients are supported",
                "{to: [age1yubikey1q2w3e4r]} | encrypt.to[0] | it is a recipient of the plugin yubikey, and only keys of age itself are supported",
                "{to: [AGE-SECRET-KEY-1QQ]} | encrypt.to[0] | it is an identity, the secret half of a key pair, which nothing here needs",
                "{to-file: /no/such.txt} | encrypt.to-file | \"/no/such.txt\" cannot be read: there is no such file",
                "{to: [OPS], plain-digest: no} | encrypt.plain-digest | \"no\" is not one of keep, omit"
            })
    void aMistakeIsNamedAtItsPlace(String written, String path, String message) {
        String yaml = written.replace("OPS", OPS).replace("ESCROW", ESCROW);

        assertThat(read(yaml).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.place().line()).isEqualTo(9);
            assertThat(problem.path()).isEqualTo("destinations.archive." + path);
            assertThat(problem.message()).contains(message);
            assertThat(problem.remedy()).isNotEmpty();
        });
    }

    private String mistake(String written) {
        return read(written).problems().get(0).message();
    }

    private @Nullable RecipientSet archive(String written) {
        return Objects.requireNonNull(read(written).orThrow().destinations().get("archive"))
                .encryption();
    }

    private ConfigResult read(String written) {
        return new SampleConfig().with(8, "type: s3\\nencrypt: " + written).read(folder);
    }
}
