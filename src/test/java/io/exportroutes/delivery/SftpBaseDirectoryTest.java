package io.exportroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.servers.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SftpBaseDirectoryTest extends BaseDirectoryContract {
    @TempDir
    private Path files;

    private final SshServer server = SshServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    ArtifactStore open(boolean create, boolean marker) throws IOException {
        SftpStore store = new SftpStore();
        store.setHost("127.0.0.1");
        store.setPort(String.valueOf(server.port()));
        store.setUsername(server.username());
        store.setPassword(server.password());
        store.setDirectory("/incoming");
        store.setConnectTimeout("60s");
        store.setKnownHostsFile(
                server.knownHostsFile(files.resolve("known_hosts")).toString());
        store.setCreate(String.valueOf(create));
        store.setMarker(String.valueOf(marker));
        return store;
    }

    @Override
    Path base() {
        return server.root().resolve("incoming");
    }

    @Override
    String place() {
        return "sftp://127.0.0.1:" + server.port() + "/incoming/";
    }

    /** A connection that is in use is looked at again after a while. */
    @Override
    void reconnect() {
        server.dropConnections();
    }

    @Test
    void aServerThatShowsNoHiddenFilesOnlyHasToHaveTheDirectory() throws IOException {
        server.refuseHiddenFiles(true);
        try (ArtifactStore store = open(true, true)) {
            put(store);
            put(store);
            assertThat(list(base())).containsExactly("a.zip");
        }
    }

    @Test
    void aConnectionInUseFindsThatTheDirectoryIsAnotherBeforeTheFileGetsItsName() throws IOException {
        Files.createDirectories(base());
        try (ArtifactStore store = open(false, true)) {
            put(store);
            Files.delete(base().resolve(BaseDirectory.MARKER));
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> store.put("b.zip", TestContent.of(new byte[10]))))
                    .hasMessageContaining("its marker .export-routes-destination is missing");
            assertThat(list(base())).containsExactly("a.zip");
        }
    }
}
