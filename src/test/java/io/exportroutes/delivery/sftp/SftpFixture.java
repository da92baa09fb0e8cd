package io.exportroutes.delivery.sftp;

import io.exportroutes.lab.servers.SshServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store at an SSH server of its own. */
public abstract class SftpFixture {
    @TempDir
    Path files;

    public final SshServer server = SshServer.start();
    public final SftpStore store = new SftpStore();

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
}
