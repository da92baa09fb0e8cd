package io.exportroutes.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our signatures for ssh-keygen, and its signatures for us. */
class SshSignatureTest {
    private static final byte[] BYTES = "{\"v\":1}\n".getBytes(UTF_8);

    @TempDir
    private Path folder;

    private SigningKey key;

    @BeforeEach
    void makeAKey() throws IOException, GeneralSecurityException {
        key = Keys.create(folder);
    }

    @Test
    void sshKeygenAcceptsOurs() throws Exception {
        assertThat(verifiedBySshKeygen(signer(""), BYTES, "20261125020000").output())
                .contains("Good \"custody@export-routes\" signature for exports@example.com");
    }

    @Test
    void sshKeygenRefusesAnotherTextAndAnotherKey() throws Exception {
        byte[] changed = BYTES.clone();
        changed[3] ^= 1;
        String other = Keys.create(folder).publicKey().toString();

        assertThat(verifiedBySshKeygen(signer(""), changed, "20261125020000").status())
                .isNotZero();
        assertThat(verifiedBySshKeygen("exports@example.com " + other, BYTES, "20261125020000")
                        .status())
                .isNotZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 111, 112, 128, 100_000})
    void weAcceptThatOfSshKeygen(int length) throws Exception {
        byte[] bytes = new byte[length];
        sshKeygen("-q", "-t", "ed25519", "-N", "", "-f", "theirs");
        Files.write(folder.resolve("entry"), bytes);
        sshKeygen("-Y", "sign", "-f", "theirs", "-n", SshSignature.NAMESPACE, "entry");
        SigningKey theirs = SigningKey.read(folder.resolve("theirs"));
        byte[] file = Files.readAllBytes(folder.resolve("entry.sig"));

        assertThat(SshSignature.read(file).orElseThrow().fits(bytes)).isTrue();
        assertThat(SshSignature.read(file).orElseThrow().key()).isEqualTo(theirs.publicKey());
        assertThat(SshSignature.sign(theirs, bytes)).asString(UTF_8).isEqualTo(new String(file, UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-n other", "-n custody@export-routes -O hashalg=sha256"})
    void aSignatureForAnotherPurposeOrOfAnotherKindIsNone(String options) throws Exception {
        sshKeygen("-q", "-t", "ed25519", "-N", "", "-f", "theirs");
        Files.write(folder.resolve("entry"), BYTES);
        sshKeygen(("-Y sign -f theirs " + options + " entry").split(" "));

        assertThat(SshSignature.read(Files.readAllBytes(folder.resolve("entry.sig"))))
                .isEmpty();
    }

    @Test
    void aSignatureWithAnotherKindOfKeyIsNone() throws Exception {
        sshKeygen("-q", "-t", "ecdsa", "-N", "", "-f", "theirs");
        Files.write(folder.resolve("entry"), BYTES);
        sshKeygen("-Y", "sign", "-f", "theirs", "-n", SshSignature.NAMESPACE, "entry");

        assertThat(SshSignature.read(Files.readAllBytes(folder.resolve("entry.sig"))))
                .isEmpty();
    }

    @Test
    void aCutOrChangedSignatureFileIsNoneOrDoesNotFit() {
        byte[] file = SshSignature.sign(key, BYTES);

        for (int i = 0; i < file.length - 1; i++) { // without the last line's end it is the same
            byte[] changed = file.clone();
            changed[i] ^= 1;
            assertThat(SshSignature.read(changed)
                            .filter(signature ->
                                    signature.fits(BYTES) && signature.key().equals(key.publicKey())))
                    .as("byte %d", i)
                    .isEmpty();
            assertThat(SshSignature.read(Arrays.copyOf(file, i)))
                    .as("length %d", i)
                    .isEmpty();
        }
    }

    /** Ours and ssh-keygen's reading of a list of signers; %K is the key. */
    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "exports@example.com %K                                                        | 20261125020000 | true",
                "exports@example.com   %K  a comment                                           | 20261125020000 | true",
                "*@example.com,other %K                                                        | 20261125020000 | true",
                "\"exports@example.com\" namespaces=\"git,custody@*\" %K                       | 20261125020000 | true",
                "other@example.com %K                                                          | 20261125020000 | false",
                "exports@example.com namespaces=\"git\" %K                                     | 20261125020000 | false",
                "exports@example.com Valid-After=\"20261125\" %K                               | 20261125000000 | true",
                "exports@example.com valid-after=\"20261125\" %K                               | 20261124235959 | false",
                "exports@example.com namespaces=\"custody@export-routes\",valid-before=\"20261125\" %K | 20261125000000 | true",
                "exports@example.com valid-before=\"20261125\" %K                              | 20261125000001 | false",
                "exports@example.com valid-before=\"202611251030\" %K                          | 20261125103000 | true",
                "exports@example.com valid-after=\"20261125103001\" %K                         | 20261125103000 | false",
                "exports@example.com valid-after=\"20261399\" %K                               | 20261125103000 | false",
                "exports@example.com cert-authority %K                                         | 20261125103000 | false",
                "# exports@example.com %K                                                      | 20261125103000 | false",
                "exports@example.com                                                           | 20261125103000 | false",
                "other,!exports@* %K                                                           | 20261125103000 | false",
                "exports?example.com %K                                                        | 20261125103000 | true"
            })
    void aListOfSignersMeansTheSameToBoth(String line, String time, boolean valid) throws Exception {
        String list = line.replace("%K", key.publicKey().toString());
        Instant at = Instant.parse(time.replaceAll("(....)(..)(..)(..)(..)(..)", "$1-$2-$3T$4:$5:$6Z")
                .replace("Z", ".999Z"));

        assertThat(verifiedBySshKeygen(list, BYTES, time).status() == 0)
                .as("ssh-keygen")
                .isEqualTo(valid);
        assertThat(AllowedSigners.parse("# a list\n\n" + list + "\n")
                        .of("exports@example.com")
                        .principal(key.publicKey(), at)
                        .isPresent())
                .as("ours")
                .isEqualTo(valid);
    }

    /** From a bucket, by somebody who wants to keep verifiers busy. */
    @Test
    void aListThatWasMadeToBeSlowIsReadAtOnce() {
        String options = "a,".repeat(100_000);
        String pattern = "*?".repeat(900) + "x";

        assertThat(AllowedSigners.parse("x " + options + "a " + key.publicKey() + "\nx namespaces=\"" + pattern + "\" "
                                + key.publicKey())
                        .lists(key.publicKey()))
                .isFalse();
    }

    @Test
    void aLineThatWeWriteIsReadByBoth() throws Exception {
        String line = AllowedSigners.line(
                "exports@example.com",
                key.publicKey(),
                Instant.parse("2026-11-25T00:00:00Z"),
                Instant.parse("2027-11-25T00:00:00Z"));

        for (String time : List.of("20261125000000", "20271125000000")) {
            assertThat(verifiedBySshKeygen(line, BYTES, time).status()).isZero();
        }
        assertThat(verifiedBySshKeygen(line, BYTES, "20271125000001").status()).isNotZero();
        AllowedSigners signers = AllowedSigners.parse(line);
        assertThat(signers.principal(key.publicKey(), Instant.parse("2027-11-25T00:00:00.9Z")))
                .contains("exports@example.com");
        assertThat(signers.principal(key.publicKey(), Instant.parse("2027-11-25T00:00:01Z")))
                .isEmpty();
    }

    private String signer(String options) {
        return "exports@example.com " + options + key.publicKey();
    }

    private Tool verifiedBySshKeygen(String list, byte[] bytes, String time) throws Exception {
        Files.writeString(folder.resolve("allowed_signers"), list + "\n");
        Files.write(folder.resolve("entry.json.sig"), SshSignature.sign(key, BYTES));
        return Tool.run(
                folder,
                bytes,
                "ssh-keygen",
                "-Y",
                "verify",
                "-f",
                "allowed_signers",
                "-I",
                "exports@example.com",
                "-n",
                SshSignature.NAMESPACE,
                "-s",
                "entry.json.sig",
                "-Overify-time=" + time);
    }

    private void sshKeygen(String... arguments) throws Exception {
        Tool done = Tool.run(
                folder,
                new byte[0],
                Stream.concat(Stream.of("ssh-keygen"), Arrays.stream(arguments)).toArray(String[]::new));
        assertThat(done.status()).as(done.output()).isZero();
    }
}
