package io.exportroutes.delivery.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.TestContent;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.SourceFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.testing.Background;
import io.exportroutes.testing.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A server that gives up on an upload because the download, not the network, was slow. */
class S3SilenceTest {
    private static final byte[] BYTES = "0123456789".repeat(100).getBytes(StandardCharsets.US_ASCII);
    private static final String TIMED_OUT = "<Error><Code>RequestTimeout</Code><Message>idle</Message></Error>";

    @Test
    void whileTheArtifactGrowsItIsNoTryOfTheDestination() throws Exception {
        try (ScriptedServer server = new ScriptedServer();
                S3Store store = store(server.baseUrl())) {
            server.answers(400, "application/xml", TIMED_OUT);
            TestContent content = TestContent.growing(BYTES);
            CompletableFuture<ArtifactStore.Stored> put = Background.call(() -> put(store, content));
            content.awaitReader();
            content.verify();

            assertThat(put.handle((stored, thrown) -> ExportFailure.in(thrown)).get())
                    .isInstanceOf(SourceFailure.class);
        }
    }

    @Test
    void onceTheArtifactIsVerifiedItIs() {
        try (ScriptedServer server = new ScriptedServer();
                S3Store store = store(server.baseUrl())) {
            server.answers(400, "application/xml", TIMED_OUT);

            assertThatThrownBy(() -> store.put("a.zip", TestContent.of(BYTES)))
                    .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("request_timeout"));
        }
    }

    @Test
    void aConnectionThatBreaksIsTheServersUnlessItHadToWait() {
        RuntimeException reset = new IllegalStateException(new SocketException("Connection reset"));

        assertThat(S3Failures.silenced(reset, Duration.ofSeconds(1))).isFalse();
        assertThat(S3Failures.silenced(reset, Duration.ofSeconds(20))).isTrue();
    }

    private static ArtifactStore.Stored put(S3Store store, Content content) {
        try {
            return store.put("a.zip", content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static S3Store store(String endpoint) {
        S3Store store = new S3Store();
        store.getOptions().setBucket("acme");
        store.getOptions().setEndpoint(endpoint);
        store.getOptions().setPathStyle("true");
        store.getOptions().setAccessKey("key");
        store.getOptions().setSecretKey("secret");
        return store;
    }
}
