package io.exportroutes.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file with the key, in each form that it may have, and in those that it may not. */
class SigningKeyTest {
    @TempDir
    private Path folder;

    @Test
    void aKeyOfSshKeygenHasTheSameFingerprint() throws Exception {
        Path file = sshKeygen("ed25519", "");

        Tool shown = Tool.run(folder, new byte[0], "ssh-keygen", "-l", "-f", "key");
        SigningKey key = SigningKey.read(file);

        assertThat(shown.output()).contains(key.publicKey().fingerprint());
        assertThat(Files.readString(folder.resolve("key.pub")))
                .startsWith(key.publicKey().toString());
    }

    @Test
    void aKeyOfOpensslSignsToo() throws Exception {
        SigningKey key = SigningKey.read(Keys.file(folder, "Ed25519"));
        byte[] bytes = {1, 2, 3};

        assertThat(SshSignature.read(SshSignature.sign(key, bytes))
                        .orElseThrow()
                        .fits(bytes))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ed25519, a passphrase, has a passphrase", "ecdsa, '', is not an Ed25519 key"})
    void anotherKindIsNamed(String type, String passphrase, String message) throws Exception {
        assertRefused(sshKeygen(type, passphrase), message);
    }

    @Test
    void aKeyInPemOfAnotherKindIsNamed() throws Exception {
        assertRefused(Keys.file(folder, "RSA"), "is not an Ed25519 key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void aKeyThatOthersMayUseIsRefused(String rights) throws Exception {
        Path file = Keys.file(folder, "Ed25519");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));

        assertRefused(file, "is open to others");
    }

    @Test
    void noKeyAndNoFileAreNamed() throws Exception {
        Path file = Keys.file(folder, "Ed25519");
        Files.writeString(file, "not a key");

        assertRefused(file, "is not a private key");
        Files.writeString(file, "");
        assertRefused(file, "is not a private key");
        assertRefused(folder.resolve("nowhere"), "There is no signing key in");
        assertRefused(
                Files.createDirectory(
                        folder.resolve("a-folder"),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))),
                "cannot be read");
    }

    /** Each line cut short or changed: what the library says of it may quote the file. */
    @Test
    void noByteOfTheFileIsInAFailure() throws Exception {
        Path file = Keys.file(folder, "Ed25519");
        List<String> lines = Files.readAllLines(file);
        String secret = lines.get(1).substring(lines.get(1).length() - 20);

        for (String damaged : List.of(
                lines.get(0) + "\n" + lines.get(1),
                lines.get(1),
                String.join("\n", lines).replace("PRIVATE", "OPENSSH PRIVATE"),
                String.join("\n", lines).replace(secret, "!" + secret))) {
            Files.writeString(file, damaged);
            assertThatExceptionOfType(PermanentFailure.class)
                    .isThrownBy(() -> SigningKey.read(file))
                    .satisfies(failure -> {
                        StringWriter all = new StringWriter();
                        failure.printStackTrace(new PrintWriter(all));
                        assertThat(all + failure.hint()).doesNotContain(secret);
                    });
        }
        assertThat(Keys.create(folder).toString()).startsWith("ssh-ed25519 ");
    }

    private void assertRefused(Path file, String message) {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> SigningKey.read(file))
                .withMessageContaining(message)
                .satisfies(failure ->
                        assertThat(failure.is(FailureCode.KEY_FILE_UNREADABLE)).isTrue());
    }

    private Path sshKeygen(String type, String passphrase) throws Exception {
        Tool made = Tool.run(
                folder,
                new byte[0],
                Stream.of("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-f", "key")
                        .toArray(String[]::new));
        assertThat(made.status()).as(made.output()).isZero();
        return folder.resolve("key");
    }
}
