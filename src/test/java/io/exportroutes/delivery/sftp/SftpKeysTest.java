package io.exportroutes.delivery.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.TestContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Private keys as {@code openssl genpkey} writes them. */
class SftpKeysTest extends SftpFixture {
    /** Of this test alone. */
    private static final String EC = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgKiaRUISv1hcOw6j7
            5bj94JKO5SLqsOEMPR1xTC7VCx6hRANCAAQtHAcvyfdcRcBe63XvswCekHkeMASf
            0YDdbCVIk+fD5x5lCzmVMjUN+3qAEquKNzwbPf2Hf6/DnK+5TI06rlnW
            -----END PRIVATE KEY-----
            """;

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "Ed25519"})
    void aKeyInPemLogsIn(String algorithm) throws IOException, GeneralSecurityException {
        KeyPair key = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(key.getPrivate().getEncoded());
        assertLogsIn("-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n", key.getPublic());
    }

    @Test
    void anEllipticKeyInPemLogsIn() throws IOException, GeneralSecurityException {
        Iterable<KeyPair> keys = SecurityUtils.loadKeyPairIdentities(
                null,
                NamedResource.ofName("a key"),
                new ByteArrayInputStream(EC.getBytes(StandardCharsets.US_ASCII)),
                FilePasswordProvider.EMPTY);
        assertLogsIn(EC, keys.iterator().next().getPublic());
    }

    private void assertLogsIn(String pem, PublicKey key) throws IOException {
        server.let(key);
        Path file = Files.writeString(files.resolve("key.pem"), pem);
        store.getOptions().setPrivateKeyFile(file.toString());

        store.put("a.zip", TestContent.of(new byte[10]));

        assertThat(server.logins()).isEqualTo(1);
        assertThat(server.passwords()).isEmpty();
    }
}
