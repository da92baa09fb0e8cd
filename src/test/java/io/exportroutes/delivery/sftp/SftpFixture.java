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
        store.getOptions().setHost("127.0.0.1");
        store.getOptions().setPort(String.valueOf(server.port()));
        store.getOptions().setUsername(server.username());
        store.getOptions().setPassword(server.password());
        store.getOptions().setConnectTimeout("60s");
        store.getOptions()
                .setKnownHostsFile(
                        server.knownHostsFile(files.resolve("known_hosts")).toString());
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }
}
