package io.exportroutes.encryption;

import static io.exportroutes.encryption.AgeProgram.ESCROW;
import static io.exportroutes.encryption.AgeProgram.OPS;
import static io.exportroutes.encryption.AgeProgram.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The format, against age's own program: each opens what the other wrote. */
class AgeFormatTest {
    private static final RecipientSet BOTH = new RecipientSet(
            List.of(new Recipient("ops", OPS.recipient()), new Recipient("escrow", ESCROW.recipient())), true);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 65_535, 65_536, 65_537, 131_072, 200_000})
    void eachOpensWhatTheOtherWrote(int size) throws Exception {
        AgeProgram.assumeInstalled();
        byte[] plain = bytes(size);
        Path ours = Files.write(folder.resolve("ours.age"), encrypted(plain));
        Path theirs = folder.resolve("theirs.age");
        Path source = Files.write(folder.resolve("plain"), plain);
        Path opened = folder.resolve("opened");

        assertThat(ours).hasSize(BOTH.sizeOf(size));
        assertThat(AgeProgram.run("-d", "-i", ESCROW.file(folder).toString(), "-o", opened + "", ours + ""))
                .isZero();
        assertThat(opened).hasBinaryContent(plain);
        assertThat(AgeProgram.run(
                        "-r", ESCROW.recipient(), "-r", OPS.recipient(), "-o", theirs.toString(), source.toString()))
                .isZero();
        assertThat(theirs).hasSize(BOTH.sizeOf(size));
        assertThat(decrypted(Files.readAllBytes(theirs), IdentityFile.read(OPS.file(folder))))
                .isEqualTo(plain);
    }

    /** Also where a chunk ends: without its last chunk a file is no whole file. */
    @ParameterizedTest
    @ValueSource(ints = {0, 10, 170, 282, 300, 65_834, 131_386, 200_000})
    void whatIsCutOffIsNeverTakenForWhole(int left) throws Exception {
        byte[] cut = Arrays.copyOf(encrypted(bytes(200_000)), left);

        refused(cut, FailureCode.NOT_DECRYPTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 100, 275, 290, 70_000, 200_300})
    void aChangedByteIsNoticed(int at) throws Exception {
        byte[] changed = encrypted(bytes(200_000));
        changed[at] ^= 1;

        assertThatThrownBy(() -> decrypted(changed, IdentityFile.read(OPS.file(folder))))
                .isInstanceOf(ExportFailure.class);
    }

    @Test
    void whatFollowsTheEndIsNoticed() throws Exception {
        byte[] whole = encrypted(bytes(100));

        refused(Arrays.copyOf(whole, whole.length + 1), FailureCode.NOT_DECRYPTED);
    }

    @Test
    void anIdentityThatDoesNotFitOpensNothing() throws Exception {
        Path file = STRANGER.file(folder);

        assertThatThrownBy(() -> decrypted(encrypted(bytes(10)), IdentityFile.read(file)))
                .isInstanceOfSatisfying(
                        ExportFailure.class, failure -> assertThat(failure.is(FailureCode.NO_IDENTITY_FITS))
                                .isTrue());
        Files.writeString(file, STRANGER.identity() + "\r\n\n" + OPS.identity());
        assertThat(decrypted(encrypted(bytes(10)), IdentityFile.read(file))).isEqualTo(bytes(10));
    }

    @Test
    void anIdentityFileThatOthersCanReadIsNotRead() throws Exception {
        Path file = OPS.file(folder);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> IdentityFile.read(file)).hasMessageContaining("is open to others than its owner");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "# nothing | there is none in it",
                "AGE-PLUGIN-YUBIKEY-1QTYP5QQZ | a plugin",
                "-----BEGIN OPENSSH PRIVATE KEY----- | an SSH key",
                "age-encryption.org/v1 | encrypted itself",
                "AGE-SECRET-KEY-1ETDNRQG4VARK5EAZCCDHDLENM5JVCRMEL5ZY4MGVGQAZZ00FZ9FS4UTMVX | line 1 is none"
            })
    void aFileWithoutAnIdentityIsRefusedWithoutALineOfIt(String line, String why) throws Exception {
        Path file = OPS.file(folder);
        Files.writeString(file, line);

        assertThatThrownBy(() -> IdentityFile.read(file))
                .hasMessageContaining(why)
                .hasMessageNotContaining("1ETDNRQG")
                .hasNoCause();
    }

    @Test
    void theOrderOfTheRecipientsMakesNoOtherSet() {
        RecipientSet other = new RecipientSet(
                List.of(new Recipient("escrow", ESCROW.recipient()), new Recipient("ops", OPS.recipient())), true);

        assertThat(other.fingerprint()).isEqualTo(BOTH.fingerprint());
        assertThat(new RecipientSet(BOTH.recipients(), false).fingerprint()).isNotEqualTo(BOTH.fingerprint());
        assertThat(RecipientSet.of(BOTH.json())).isEqualTo(BOTH);
    }

    private void refused(byte[] encrypted, FailureCode code) throws IOException {
        IdentityFile identities = IdentityFile.read(OPS.file(folder));
        assertThatThrownBy(() -> decrypted(encrypted, identities))
                .isInstanceOfSatisfying(ExportFailure.class, failure -> assertThat(failure.is(code))
                        .as(failure.code())
                        .isTrue());
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] encrypted(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (WritableByteChannel channel = BOTH.encrypting(Channels.newChannel(bytes))) {
            ByteBuffer buffer = ByteBuffer.wrap(plain);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] decrypted(byte[] encrypted, IdentityFile identities) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        identities.decrypt(Channels.newChannel(new ByteArrayInputStream(encrypted)), "a.age", bytes);
        return bytes.toByteArray();
    }
}
