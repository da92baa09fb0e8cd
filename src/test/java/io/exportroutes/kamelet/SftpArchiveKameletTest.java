package io.exportroutes.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.lab.servers.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SftpArchiveKameletTest extends ArchiveKameletContract {
    @TempDir
    Path files;

    private final SshServer server = SshServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    String type() {
        return "sftp";
    }

    @Override
    Map<String, String> destination() throws IOException {
        Files.createDirectories(server.root().resolve("incoming"));
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                String.valueOf(server.port()),
                "username",
                server.username(),
                "password",
                server.password(),
                "knownHostsFile",
                server.knownHostsFile(files.resolve("known_hosts")).toString(),
                "directory",
                "/incoming");
    }

    @Override
    Map.Entry<String, String> nowhere() {
        return Map.entry("directory", "/none");
    }

    @Test
    void aServerThatTellsItsEntriesInManyAnswersIsReadToItsEnd() throws IOException {
        Path folder = Files.createDirectories(server.root().resolve("incoming/many"));
        for (int number = 0; number < 1500; number++) {
            Files.writeString(folder.resolve("%04d.zip".formatted(number)), "x");
        }

        assertThat(listed("many/", 1000)).hasSize(1500).doesNotHaveDuplicates();
        assertThat(server.openFiles()).isZero();
    }

    @Test
    void aLostConnectionIsReplaced() {
        put(KEY);
        assertThat(listed("", 10)).hasSize(1);

        server.dropConnections();

        assertThat(listed("", 10)).hasSize(1);
    }
}
