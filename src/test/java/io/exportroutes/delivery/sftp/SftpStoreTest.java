package io.exportroutes.delivery.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.ArtifactStoreContract;
import io.exportroutes.delivery.BaseDirectory;
import io.exportroutes.delivery.TestContent;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.lab.servers.FaultProxy;
import io.exportroutes.lab.servers.SshServer;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.testing.Background;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SftpStoreTest extends ArtifactStoreContract.Remote {
    @TempDir
    static Path files;

    private final SshServer server = SshServer.start();

    @AfterAll
    void stopServer() {
        server.close();
    }

    @Override
    public ArtifactStore open() throws IOException {
        return withPassword();
    }

    @Override
    public Optional<byte[]> atFarEnd(String key) throws IOException {
        Path file = server.root().resolve("incoming/exports").resolve(key);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    @Override
    public List<String> allAtFarEnd() throws IOException {
        try (Stream<Path> all = Files.walk(server.root())) {
            return all.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
        }
    }

    @Override
    public ArtifactStore withWrongSecret() throws IOException {
        SftpStore store = withPassword();
        store.getOptions().setPassword("not-the-secret");
        return store;
    }

    @Override
    public String wrongSecretCode() {
        return "login_refused";
    }

    @Override
    public void down() {
        server.down();
    }

    @Override
    public void up() {
        server.up();
    }

    @Override
    public void misreportSizesBy(long bytes) {
        server.misreportSizesBy(bytes);
    }

    @Test
    void aKeyLogsInWithAndWithoutAPassphrase() throws IOException {
        for (String passphrase : new String[] {"", "a phrase"}) {
            SftpStore store = configured(server, "known_hosts");
            Path file = files.resolve("key" + passphrase.length());
            Path key = server.privateKeyFile(file, passphrase.isEmpty() ? null : passphrase);
            store.getOptions().setPrivateKeyFile(key.toString());
            store.getOptions().setPrivateKeyPassphrase(passphrase);
            try (store) {
                assertThat(store.put("key.zip", TestContent.of(bytes(10))).size())
                        .isEqualTo(10);
            }
        }
    }

    @Test
    void aWrongPassphraseIsFinal() throws IOException {
        SftpStore store = configured(server, "known_hosts");
        Path key = server.privateKeyFile(files.resolve("locked"), "right");
        store.getOptions().setPrivateKeyFile(key.toString());
        store.getOptions().setPrivateKeyPassphrase("not-the-secret");
        fails(store, "key_file_unreadable");
    }

    @Test
    void anUnknownHostKeyIsRefusedWithTheRemedy() throws IOException {
        SftpStore store = withPassword();
        Path nobody = Files.createFile(files.resolve("nobody"));
        store.getOptions().setKnownHostsFile(nobody.toString());
        List<String> passwords = server.passwords();
        fails(store, "host_key_unknown");
        assertThat(server.passwords()).as("what nobody knows was told").isEqualTo(passwords);
        store.getOptions().setKnownHostsFile(files.resolve("not-there").toString());
        assertThatThrownBy(() -> store.put("a.zip", TestContent.of(bytes(1))))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.hint())
                        .contains("ssh-keyscan -p " + server.port() + " 127.0.0.1 >> ")
                        .contains("SHA256:"));
    }

    @Test
    void aChangedHostKeyIsRefused() throws IOException {
        try (SshServer other = SshServer.start()) {
            SftpStore store = withPassword(other, "changed");
            store.put("before.zip", TestContent.of(bytes(1)));
            other.changeHostKey();
            other.dropConnections();
            List<String> passwords = other.passwords();
            fails(store, "host_key_changed");
            assertThat(other.passwords()).as("what the other server was told").isEqualTo(passwords);
        }
    }

    @Test
    void bytesThatTheServerReadsBackOtherwiseGetNoName() throws IOException {
        try (SshServer other = SshServer.start()) {
            SftpStore store = withPassword(other, "corrupt");
            try (store) {
                store.put("before.zip", TestContent.of(bytes(1))); // makes directory and marker
                other.corruptNextWrite();
                assertThatThrownBy(() -> store.put("corrupt.zip", TestContent.of(bytes(1_000))))
                        .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                                .isEqualTo("copy_differs"));
                assertThat(store.find("corrupt.zip")).isEmpty();
                assertThat(store.put("corrupt.zip", TestContent.of(bytes(1_000)))
                                .size())
                        .isEqualTo(1_000);
            }
        }
    }

    @Test
    void theKindOfHostKeyThatIsKnownIsAskedFor() throws IOException {
        try (SshServer other = SshServer.start()) {
            other.addPreferredHostKey();
            SftpStore store = withPassword(other, "second");
            try (store) {
                assertThat(store.put("a.zip", TestContent.of(bytes(1))).size()).isEqualTo(1);
            }
        }
    }

    @Test
    void aConnectionIsKeptForTheNextDeliveryAndReplacedWhenItDied() throws IOException {
        try (SshServer other = SshServer.start()) {
            SftpStore store = withPassword(other, "pool");
            try (store) {
                store.put("one.zip", TestContent.of(bytes(1)));
                store.put("two.zip", TestContent.of(bytes(2)));
                assertThat(other.logins()).isEqualTo(1);
                other.dropConnections();
                store.put("three.zip", TestContent.of(bytes(3)));
                assertThat(other.logins()).isEqualTo(2);
            }
        }
    }

    @Test
    void aServerThatFallsSilentPassesInTime() throws Exception {
        try (FaultProxy proxy = FaultProxy.start("127.0.0.1", server.port())) {
            SftpStore store = withPassword();
            store.getOptions().setPort(String.valueOf(proxy.port()));
            String key =
                    Edit.text(Files.readString(files.resolve("known_hosts")), ":" + server.port(), ":" + proxy.port());
            Path hosts = Files.writeString(files.resolve("via-proxy"), key);
            store.getOptions().setKnownHostsFile(hosts.toString());
            store.getOptions().setResponseTimeout("10s");
            try (store) {
                TestContent content = TestContent.growing(bytes(3_000_000));
                CompletableFuture<Throwable> put =
                        Background.call(() -> catchThrowable(() -> store.put("silent.zip", content)));
                content.awaitReader();
                proxy.blackHole(true);
                content.verify();
                assertThat(put).succeedsWithin(Duration.ofSeconds(90)).isInstanceOf(TransientFailure.class);
                assertThat(atFarEnd("silent.zip")).isEmpty();
            }
        }
    }

    @Test
    void aServerWithoutPosixRenameIsReplacedInTwoSteps() throws IOException {
        try (SshServer other = SshServer.start()) {
            other.offerNoExtensions();
            SftpStore store = withPassword(other, "plain");
            try (store) {
                store.put("a.zip", TestContent.of(bytes(300_000)));
                assertThat(store.put("a.zip", TestContent.of(bytes(400_000))).confirmation())
                        .isEqualTo(Confirmation.SIZE);
                assertThat(store.find("a.zip").orElseThrow().size()).isEqualTo(400_000);
            }
        }
    }

    /** Both with and without a rename in one step. */
    @Test
    void whatEarlierHoldersLeftIsRemoved() throws IOException {
        for (boolean extensions : new boolean[] {true, false}) {
            try (SshServer other = SshServer.start()) {
                if (!extensions) {
                    other.offerNoExtensions();
                }
                Path base = Files.createDirectories(other.root().resolve("incoming/exports"));
                List<String> left = new ArrayList<>(List.of(".a.zip.part", ".a.zip.1.part", ".a.zip.2.part", "a.zip"));
                if (!extensions) {
                    left.add(".a.zip.1.part.old");
                }
                for (String file : left) {
                    Files.writeString(base.resolve(file), "left");
                }
                SftpStore store = configured(other, "left" + extensions);
                store.getOptions().setPassword(other.password());
                try (store) {
                    store.put("a.zip", TestContent.of(bytes(9)).ofFence(3));
                }
                try (Stream<Path> files = Files.list(base)) {
                    assertThat(files.map(base::relativize))
                            .map(Path::toString)
                            .containsExactlyInAnyOrder("a.zip", BaseDirectory.MARKER);
                }
            }
        }
    }

    /** The next holder removed its temporary file and put its own in place. */
    @Test
    void aLateRenameLeavesWhatTheNextHolderPutThere() throws Exception {
        try (SshServer other = SshServer.start()) {
            other.offerNoExtensions();
            Path base = Files.createDirectories(other.root().resolve("incoming/exports"));
            Files.writeString(base.resolve("a.zip"), "of the next holder");
            SftpOptions options = withPassword(other, "late").getOptions();
            try (SftpConnection link = new SftpConnections(options).borrow()) {
                assertThatThrownBy(() -> link.rename("/incoming/exports/.a.zip.1.part", "/incoming/exports/a.zip"))
                        .isInstanceOf(IOException.class);
            }
            assertThat(Files.readString(base.resolve("a.zip"))).isEqualTo("of the next holder");
        }
    }

    private SftpStore withPassword() throws IOException {
        return withPassword(server, "known_hosts");
    }

    private static SftpStore withPassword(SshServer server, String knownHosts) throws IOException {
        SftpStore store = configured(server, knownHosts);
        store.getOptions().setPassword(server.password());
        return store;
    }

    private static SftpStore configured(SshServer server, String knownHosts) throws IOException {
        SftpStore store = new SftpStore();
        SftpOptions options = store.getOptions();
        options.setHost("127.0.0.1");
        options.setPort(String.valueOf(server.port()));
        options.setUsername(server.username());
        options.setDirectory("/incoming/exports");
        options.setCreate("true");
        options.setConnectTimeout("60s");
        options.setKnownHostsFile(
                server.knownHostsFile(files.resolve(knownHosts)).toString());
        return store;
    }

    private static void fails(SftpStore store, String code) {
        try (store) {
            assertThatThrownBy(() -> store.put("a.zip", TestContent.of(bytes(1))))
                    .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo(code));
        }
    }
}
