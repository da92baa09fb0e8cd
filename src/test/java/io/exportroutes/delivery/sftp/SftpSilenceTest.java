package io.exportroutes.delivery.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.TestContent;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.lab.servers.FaultProxy;
import io.exportroutes.lab.servers.HeldAnswer;
import io.exportroutes.testing.Background;
import io.exportroutes.testing.BlackHole;
import io.exportroutes.testing.BusyMachine;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long an SSH server whose connection is alive may take over a login or an answer. */
class SftpSilenceTest extends SftpFixture {
    /** Far below the five minutes that the client library waits by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @BeforeEach
    void withoutAMarker() {
        store.getOptions().setMarker("false");
    }

    @Test
    void anAnswerThatDoesNotComeEndsInTheTimeThatTheOptionSays() {
        store.getOptions().setResponseTimeout(usualTime());
        try (HeldAnswer answer = server.hold("a.zip")) {
            assertThat(Background.call(() -> catchThrowable(() -> store.find("a.zip"))))
                    .succeedsWithin(PATIENCE)
                    .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("timeout"));
        }
    }

    /** By itself the client library waits two minutes for a login. */
    @Test
    void aLoginThatDoesNotComeAboutEndsInTheTimeThatTheOptionSays() throws IOException {
        store.getOptions().setConnectTimeout("1s");
        store.getOptions().setResponseTimeout("10m");
        try (BlackHole silent = BlackHole.open()) {
            store.getOptions().setPort(String.valueOf(silent.port()));
            assertThat(Background.call(() -> catchThrowable(() -> store.find("a.zip"))))
                    .succeedsWithin(PATIENCE)
                    .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("timeout"));
        }
    }

    /** The library closes a session whose heartbeats are not answered. */
    @Test
    void aServerThatIsSilentIsOverdueAlsoOnceItsSessionIsClosed() throws Exception {
        store.getOptions().setResponseTimeout("2s");
        Files.writeString(server.root().resolve("a.zip"), "all of it");
        try (FaultProxy proxy = FaultProxy.start("127.0.0.1", server.port())) {
            goVia(proxy, store.getOptions());
            SftpConnections links = new SftpConnections(store.getOptions());
            try (links;
                    SftpConnection link = links.borrow()) {
                proxy.blackHole(true);
                assertThat(Background.call(() -> catchThrowable(() -> link.sha256("/a.zip", 10_000_000_000L))))
                        .succeedsWithin(PATIENCE)
                        .isInstanceOfSatisfying(IOException.class, thrown -> assertThat(SftpFailures.isOverdue(thrown))
                                .isTrue());
                assertThat(link.answers()).isFalse();
            }
        }
    }

    /** A large file is on the disk, or read back, only after a while. */
    @Test
    void aDiskMayTakeLongerOverAllOfAFile() throws Exception {
        store.getOptions().setResponseTimeout(usualTime());
        Files.writeString(server.root().resolve("a.zip"), "all of it");
        SftpConnections links = new SftpConnections(store.getOptions());
        try (links;
                SftpConnection link = links.borrow();
                HeldAnswer answer = server.hold("a.zip")) {
            CompletableFuture<String> sha256 =
                    Background.call(() -> unchecked(() -> link.sha256("/a.zip", 10_000_000_000L)));
            awaitRequest(answer, sha256);
            letTheUsualTimePass(links);
            assertThat(sha256).isNotDone();
            answer.close();
            assertThat(sha256).succeedsWithin(PATIENCE).asString().hasSize(64);
            assertThat(link.size("/a.zip")).as("the link goes on").isEqualTo(9);
        }
    }

    @Test
    void aDiskMayTakeLongerToHaveAllOfAFile() throws Exception {
        store.getOptions().setResponseTimeout(usualTime());
        SftpConnections links = new SftpConnections(store.getOptions());
        try (links;
                HeldAnswer answer = server.hold("fsync .a.zip.part")) {
            CompletableFuture<ArtifactStore.Stored> stored =
                    Background.call(() -> unchecked(() -> store.put("a.zip", TestContent.of(new byte[100_000_000]))));
            awaitRequest(answer, stored);
            letTheUsualTimePass(links);
            assertThat(stored).isNotDone();
            answer.close();
            assertThat(stored).succeedsWithin(PATIENCE);
        }
    }

    /** What came later lies behind a hole, and the size is right. */
    @Test
    void aWriteWhoseAnswerDoesNotComeInTimeDidNotSucceed() throws Exception {
        server.offerNoExtensions();
        server.failNextWrite();
        store.getOptions().setResponseTimeout(usualTime());
        SftpConnections links = new SftpConnections(store.getOptions());
        try (links;
                HeldAnswer answer = server.hold("write .a.zip.part")) {
            CompletableFuture<Throwable> put = Background.call(
                    () -> catchThrowable(() -> store.put("a.zip", TestContent.of(new byte[1_000_000]))));
            awaitRequest(answer, put);
            letTheUsualTimePass(links);
            answer.close();
            assertThat(put).succeedsWithin(PATIENCE).isInstanceOf(TransientFailure.class);
        }
    }

    /** It answers heartbeats, and has no room for more bytes: what it works on is held. */
    @Test
    void aServerThatTakesNoFurtherBytesEndsInTheTimeThatTheOptionSays() {
        store.getOptions().setResponseTimeout(usualTime());
        try (HeldAnswer answer = server.hold("write .a.zip.part")) {
            CompletableFuture<Throwable> put = Background.call(
                    () -> catchThrowable(() -> store.put("a.zip", TestContent.of(new byte[40_000_000]))));
            awaitRequest(answer, put);
            assertThat(put)
                    .succeedsWithin(PATIENCE)
                    .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("timeout"));
        }
    }

    /** A packet may pause in its middle for as long as before it; half of that time passes at another server. */
    @Test
    void aServerMayPauseInTheMiddleOfAPacket() throws Exception {
        Files.writeString(server.root().resolve("a.zip"), "all of it");
        store.getOptions().setResponseTimeout(usualTime());
        SftpConnections shorter = new SftpConnections(store.getOptions());
        SftpStore other = new SftpStore();
        configure(other.getOptions());
        other.getOptions().setResponseTimeout(stretched(6));
        try (FaultProxy proxy = FaultProxy.start("127.0.0.1", server.port())) {
            goVia(proxy, other.getOptions());
            SftpConnections links = new SftpConnections(other.getOptions());
            try (shorter;
                    links;
                    SftpConnection link = links.borrow();
                    HeldAnswer middle = proxy.holdInTheMiddle()) {
                CompletableFuture<Long> size = Background.call(() -> unchecked(() -> link.size("/a.zip")));
                awaitRequest(middle, size);
                letTheUsualTimePass(shorter);
                assertThat(size).isNotDone();
                middle.close();
                assertThat(size).succeedsWithin(PATIENCE).isEqualTo(9L);
                assertThat(link.answers()).as("the link goes on").isTrue();
            }
        }
    }

    @Test
    void aPauseInTheMiddleOfAPacketThatLastsLongerEndsTheConnection() throws Exception {
        Files.writeString(server.root().resolve("a.zip"), "all of it");
        store.getOptions().setResponseTimeout(usualTime());
        try (FaultProxy proxy = FaultProxy.start("127.0.0.1", server.port())) {
            goVia(proxy, store.getOptions());
            SftpConnections links = new SftpConnections(store.getOptions());
            try (links;
                    SftpConnection link = links.borrow();
                    HeldAnswer middle = proxy.holdInTheMiddle()) {
                assertThat(Background.call(() -> catchThrowable(() -> link.sha256("/a.zip", 10_000_000_000L))))
                        .succeedsWithin(PATIENCE)
                        .isInstanceOfSatisfying(IOException.class, thrown -> assertThat(SftpFailures.isOverdue(thrown))
                                .isTrue());
                assertThat(link.isOpen()).isFalse();
                assertNoThread(proxy.port());
            }
        }
    }

    /** Nothing is asked of it but whether it is there. */
    @Test
    void aConnectionThatNobodyUsesStaysOpenAndLeavesNoThreadAtItsEnd() throws Exception {
        store.getOptions().setResponseTimeout(stretched(1));
        SftpConnections idle = new SftpConnections(store.getOptions());
        idle.giveBack(idle.borrow());
        store.getOptions().setResponseTimeout(usualTime());
        SftpConnections links = new SftpConnections(store.getOptions());
        letTheUsualTimePass(links);
        int logins = server.logins();
        idle.giveBack(idle.borrow());
        assertThat(server.logins()).isEqualTo(logins);
        idle.close();
        links.close();
        assertNoThread(server.port());
    }

    private static void assertNoThread(int port) {
        Awaitility.await().atMost(PATIENCE).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("sftp-heartbeat")
                        && thread.getName().endsWith(":" + port)));
    }

    private void goVia(FaultProxy proxy, SftpOptions options) throws IOException {
        String key = Edit.text(Files.readString(files.resolve("known_hosts")), ":" + server.port(), ":" + proxy.port());
        Path hosts = Files.writeString(files.resolve("via-proxy"), key);
        options.setKnownHostsFile(hosts.toString());
        options.setPort(String.valueOf(proxy.port()));
    }

    private static String stretched(int seconds) {
        return BusyMachine.stretched(Duration.ofSeconds(seconds)).toMillis() + "ms";
    }

    /** Three seconds of a machine of our own, for an answer that nobody holds. */
    private static String usualTime() {
        return stretched(3);
    }

    /** What failed before it came to the request is told, and not that there was no request. */
    private static void awaitRequest(HeldAnswer answer, CompletableFuture<?> asking) {
        CompletableFuture.anyOf(asking, Background.run(answer::awaitRequest)).join();
    }

    /** Another request is asked after the one that is held, and is overdue before it. */
    private void letTheUsualTimePass(SftpConnections links) throws IOException {
        try (SftpConnection other = links.borrow();
                HeldAnswer never = server.hold("never.zip")) {
            assertThatThrownBy(() -> other.size("/never.zip")).hasMessageContaining("Timeout");
        }
    }

    private static <T> T unchecked(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
