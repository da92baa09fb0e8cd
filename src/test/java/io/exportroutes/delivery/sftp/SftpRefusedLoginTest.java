package io.exportroutes.delivery.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.delivery.TestContent;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins at servers with few attempts, and host keys beside lines with a marker. */
class SftpRefusedLoginTest extends SftpFixture {
    /** Such a server says nothing of the refusal itself: it hangs up. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aServerWithFewAttemptsRefusesAWrongPasswordForGood(int attempts) {
        server.limitAttempts(attempts);
        store.getOptions().setPassword("not-the-secret");

        assertFails("login_refused");
    }

    @Test
    void aServerWithFewAttemptsRefusesAWrongKeyForGood() throws IOException {
        server.limitAttempts(1);
        Path key = server.privateKeyFile(files.resolve("key"), null);
        store.getOptions().setPrivateKeyFile(key.toString());
        server.refuseLogins(true);

        assertFails("login_refused");
    }

    /** A client that asks for the authority's kind of key is shown another key than the one that is known. */
    @ParameterizedTest
    @ValueSource(strings = {"cert-authority", "revoked"})
    void aMarkedLineOfAnotherKindLeavesTheKnownKeyKnown(String marker) throws Exception {
        server.addPreferredHostKey();
        Files.writeString(hosts(), "@" + marker + " * " + otherKey() + "\n" + Files.readString(hosts()));

        assertThat(store.put("a.zip", TestContent.of(new byte[1])).size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cert-authority", "revoked"})
    void aServerOfWhichOnlyMarkedLinesTellIsUnknown(String marker) throws Exception {
        Files.writeString(hosts(), "@" + marker + " * " + otherKey() + "\n");

        assertFails("host_key_unknown");
    }

    @Test
    void aRevokedKeyIsRefusedAlsoWhereItIsKnown() throws Exception {
        String known = Files.readString(hosts());
        Files.writeString(hosts(), known + "@revoked " + known);

        assertFails("host_key_changed");
    }

    /** Of the kind that the server prefers, as {@link #server} has two. */
    private static String otherKey() throws GeneralSecurityException {
        return PublicKeyEntry.toString(
                KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256).getPublic());
    }

    private Path hosts() {
        return files.resolve("known_hosts");
    }

    private void assertFails(String code) {
        assertThatThrownBy(() -> store.put("a.zip", TestContent.of(new byte[1])))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo(code));
    }
}
