package io.exportroutes.delivery.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.BaseDirectory;
import io.exportroutes.delivery.BaseDirectoryContract;
import io.exportroutes.delivery.TestContent;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.lab.servers.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SftpBaseDirectoryTest extends BaseDirectoryContract {
    @TempDir
    private Path files;

    private final SshServer server = SshServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    public SftpStore open(boolean create, boolean marker) throws IOException {
        SftpStore store = new SftpStore();
        store.getOptions().setHost("127.0.0.1");
        store.getOptions().setPort(String.valueOf(server.port()));
        store.getOptions().setUsername(server.username());
        store.getOptions().setPassword(server.password());
        store.getOptions().setDirectory("/incoming");
        store.getOptions().setConnectTimeout("60s");
        store.getOptions()
                .setKnownHostsFile(
                        server.knownHostsFile(files.resolve("known_hosts")).toString());
        store.getOptions().setCreate(String.valueOf(create));
        store.getOptions().setMarker(String.valueOf(marker));
        return store;
    }

    @Override
    public Path base() {
        return server.root().resolve("incoming");
    }

    @Override
    public String place() {
        return "sftp://acme@127.0.0.1:" + server.port() + "/incoming/";
    }

    @Override
    public String formerPlace() {
        return "sftp://127.0.0.1:" + server.port() + "/incoming/";
    }

    /** A connection that is in use is looked at again after a while. */
    @Override
    public void reconnect() {
        server.dropConnections();
    }

    @Test
    void aServerThatShowsNoHiddenFilesOnlyHasToHaveTheDirectory() throws IOException {
        server.refuseHiddenFiles(true);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger(BaseDirectory.class);
        log.addAppender(lines);
        try (ArtifactStore store = open(true, true)) {
            put(store);
            put(store);
            assertThat(list(base())).containsExactly("a.zip");
            assertThat(lines.list)
                    .as("said once")
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement()
                    .asString()
                    .contains("Destination mirror has no marker", place(), "set marker: false");
        } finally {
            log.detachAppender(lines);
        }
    }

    @Test
    void aConnectionInUseFindsThatTheDirectoryIsAnotherBeforeTheFileGetsItsName() throws IOException {
        Files.createDirectories(base());
        try (ArtifactStore store = open(false, true)) {
            put(store);
            Files.delete(base().resolve(BaseDirectory.MARKER));
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> store.put("b.zip", remembering(TestContent.of(new byte[10])))))
                    .hasMessageContaining("its marker .export-routes-destination is missing");
            assertThat(list(base())).containsExactly("a.zip");
        }
    }

    @Test
    void aPassingRefusalAtTheFirstUseDoesNotSwitchTheMarkerOff() throws IOException {
        Files.createDirectories(base());
        try (ArtifactStore store = open(false, true)) {
            server.refuseOnce(BaseDirectory.MARKER + ".");
            assertThatThrownBy(() -> put(store)).isInstanceOf(TransientFailure.class);
            put(store);
            assertThat(list(base())).containsExactly(BaseDirectory.MARKER, "a.zip");
        }
    }

    @Test
    void aMarkerThatCannotBeReadForAMomentIsNotPassedOver() throws IOException {
        Files.createDirectories(base());
        try (ArtifactStore store = open(false, true)) {
            put(store);
            server.refuseOnce(BaseDirectory.MARKER);
            assertThatThrownBy(() -> put(store)).isInstanceOf(TransientFailure.class);
            put(store);
        }
    }

    /** Each user may have a home of its own. */
    @Test
    void anotherUserIsAnotherPlace() throws IOException {
        Files.createDirectories(base());
        try (ArtifactStore store = open(false, true)) {
            put(store);
        }
        Files.delete(base().resolve(BaseDirectory.MARKER));
        server.let("acme-2");
        SftpStore store = open(false, true);
        store.getOptions().setUsername("acme-2");
        try (store) {
            put(store);
        }
    }
}
