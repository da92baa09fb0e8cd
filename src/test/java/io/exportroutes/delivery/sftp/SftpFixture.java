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
        configure(store.getOptions());
    }

    void configure(SftpOptions options) throws IOException {
        options.setHost("127.0.0.1");
        options.setPort(String.valueOf(server.port()));
        options.setUsername(server.username());
        options.setPassword(server.password());
        options.setConnectTimeout("60s");
        options.setKnownHostsFile(
                server.knownHostsFile(files.resolve("known_hosts")).toString());
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }
}
