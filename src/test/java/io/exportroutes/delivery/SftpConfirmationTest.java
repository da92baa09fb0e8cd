package io.exportroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.servers.SshServer;
import io.exportroutes.ledger.Confirmation;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points 16 and 25: what an SSH server does to be sure of what it has, and says of it. */
class SftpConfirmationTest {
    @TempDir
    private Path files;

    private final SshServer server = SshServer.start();
    private final SftpStore store = new SftpStore();

    @BeforeEach
    void configure() throws IOException {
        store.setHost("127.0.0.1");
        store.setPort(String.valueOf(server.port()));
        store.setUsername(server.username());
        store.setPassword(server.password());
        store.setConnectTimeout("60s");
        store.setKnownHostsFile(
                server.knownHostsFile(files.resolve("known_hosts")).toString());
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    @Test
    void aFileIsOnTheServersDiskBeforeItGetsItsName() throws IOException {
        store.put("synced.zip", TestContent.of(new byte[1_000]));
        assertThat(server.synced()).contains(".synced.zip.part").doesNotContain("synced.zip");
    }

    @Test
    void aServerThatReadsBackWhatItStoresConfirmsByChecksum() throws IOException {
        assertThat(store.put("a.zip", TestContent.of(new byte[1_000])).confirmation())
                .isEqualTo(Confirmation.CHECKSUM);
    }

    @Test
    void aServerWithoutExtensionsConfirmsBySizeAndIsAskedForNothingElse() throws IOException {
        server.offerNoExtensions();
        assertThat(store.put("a.zip", TestContent.of(new byte[1_000])).confirmation())
                .isEqualTo(Confirmation.SIZE);
        assertThat(server.synced()).isEmpty();
    }
}
