package io.exportroutes.api.download;

import static io.exportroutes.api.download.RawServer.head;
import static io.exportroutes.api.download.RawServer.json;
import static io.exportroutes.api.download.RawServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.exportroutes.api.ApiGate;
import io.exportroutes.api.ApiTraffic;
import io.exportroutes.config.ApiConfig;
import io.exportroutes.config.RetryConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.testing.Background;
import io.exportroutes.value.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
public class DownloaderTest {
    private static final String TOKEN = "pat_verysecret123";
    private static final Duration PATIENT = Duration.ofSeconds(90);
    private static final Duration IMPATIENT = Duration.ofSeconds(1);

    /** What the server has ready arrives before: it waits for nothing but its thread's turn, for 5 s on no machine. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final CountDownLatch testIsOver = new CountDownLatch(1);
    private @Nullable RawServer server;
    private @Nullable Downloader downloader;
    private MemoryTarget target = new MemoryTarget();

    @AfterEach
    void stop() {
        testIsOver.countDown();
        if (downloader != null) {
            downloader.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theBytesAndTheirPromiseReachTheTarget() throws Exception {
        serve((number, request, out) -> {
            head(out, "HTTP/1.1 200 OK", "Content-Type: text/csv", "ETag: \"v1\"", "Content-Length: 5");
            write(out, "hello");
        });
        fetch(5L);
        assertThat(target.text()).isEqualTo("hello");
        assertThat(target.promises).containsExactly(5L);
        assertThat(target.validator).isEqualTo("\"v1\"");
        RawServer.Request request = request(0);
        assertThat(request.line()).isEqualTo("GET /projects/crm/export/download/exp_1 HTTP/1.1");
        assertThat(request.header("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(request.header("X-Operation-Key")).isEqualTo("nightly");
        assertThat(request.header("X-Operation-Run-Id")).isEqualTo("run-1");
        assertThat(request.header("Accept-Encoding")).isEqualTo("identity");
    }

    @Test
    void aChunkedBodyEndsWithItsLastChunk() throws Exception {
        serve((number, request, out) -> {
            head(out, "HTTP/1.1 200 OK", "Transfer-Encoding: chunked");
            write(out, "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n");
        });
        fetch(null);
        assertThat(target.text()).isEqualTo("hello");
        assertThat(target.promises).isEmpty();
    }

    @Test
    void aBodyWithoutALengthEndsWithItsConnectionAndIsHeldAgainstTheManifest() throws Exception {
        serve((number, request, out) -> {
            head(out, "HTTP/1.0 200 OK");
            write(out, "hello");
        });
        fetch(5L);
        assertThat(target.text()).isEqualTo("hello");
        target = new MemoryTarget();
        assertThat(failure(TransientFailure.class, 6L).code()).isEqualTo("download_truncated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10", "Transfer-Encoding: chunked"})
    void aBodyThatIsCutIsNoArtifactAndKeepsWhatArrived(String framing) throws Exception {
        serve((number, request, out) -> {
            head(out, "HTTP/1.1 200 OK", framing, "ETag: \"v1\"");
            write(out, framing.startsWith("Content") ? "hello" : "5\r\nhello\r\n");
        });
        ExportFailure failure = failure(TransientFailure.class, null);
        assertThat(failure.code()).isEqualTo("download_truncated");
        assertThat(failure).hasMessageContaining("5 ");
        assertThat(target.text()).isEqualTo("hello");
    }

    @Test
    void anotherLengthThanTheManifestsIsRefusedWithBothNumbers() throws Exception {
        serve((number, request, out) -> {
            head(out, "HTTP/1.1 200 OK", "Content-Length: 5");
            write(out, "hello");
        });
        assertThat(failure(TransientFailure.class, 2048L))
                .hasMessageContaining("5 bytes")
                .hasMessageContaining("2048");
        assertThat(target.received()).isZero();
    }

    @Test
    void moreBytesThanTheManifestSaysAreRefused() throws Exception {
        serve((number, request, out) -> {
            head(out, "HTTP/1.1 200 OK", "Transfer-Encoding: chunked");
            write(out, "6\r\nhello!\r\n0\r\n\r\n");
        });
        assertThat(failure(TransientFailure.class, 5L).code()).isEqualTo("download_too_long");
        assertThat(target.received()).isLessThanOrEqualTo(5);
    }

    @Test
    void aServerThatFallsSilentIsNamed() throws Exception {
        serve(SILENCE, (number, request, out) -> {
            head(out, "HTTP/1.1 200 OK", "Content-Length: 10");
            write(out, "hello");
            testIsOver.await();
        });

        ExportFailure failure = failure(TransientFailure.class, null);

        assertThat(failure.code()).isEqualTo("stalled");
        assertThat(failure).hasMessageContaining("after 5 of 10 bytes");
        assertThat(target.text()).isEqualTo("hello");
    }

    @Test
    void aServerThatNeverAnswersIsNamed() throws Exception {
        serve(IMPATIENT, (number, request, out) -> testIsOver.await());
        assertThat(failure(TransientFailure.class, null).code()).isEqualTo("stalled");
    }

    @Test
    void nobodyListeningIsNamed() throws Exception {
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // a port that nobody else can take
            downloader = open(config(URI.create("http://127.0.0.1:" + taken.getLocalPort())));
            assertThat(failure(TransientFailure.class, null).code()).isEqualTo("connection_refused");
        }
    }

    @Test
    void aDripThatNeverStallsCanBeCancelledAtOnceAndIsNotDrained() throws Exception {
        CountDownLatch clientLeft = new CountDownLatch(1);
        serve((number, request, out) -> {
            head(out, "HTTP/1.1 200 OK", "Content-Length: 1000000");
            try {
                do {
                    write(out, "x");
                } while (!testIsOver.await(50, TimeUnit.MILLISECONDS));
            } finally {
                clientLeft.countDown();
            }
        });
        CompletableFuture<ExportFailure> failure = Background.call(() -> failure(TransientFailure.class, null));
        await().until(() -> target.received() > 0);
        Objects.requireNonNull(downloader).cancel("exp_1");
        assertThat(failure.get(90, TimeUnit.SECONDS).code()).isEqualTo("download_cancelled");
        assertThat(clientLeft.await(90, TimeUnit.SECONDS)).isTrue();
        assertThat(target.received()).isLessThan(1000);
    }

    @Test
    void aSilentServerCanBeCancelledAtOnce() throws Exception {
        serve((number, request, out) -> testIsOver.await());
        CompletableFuture<ExportFailure> failure = Background.call(() -> failure(TransientFailure.class, null));
        await().until(() -> !Objects.requireNonNull(server).requests().isEmpty());
        Objects.requireNonNull(downloader).cancel("exp_1");
        assertThat(failure.get(90, TimeUnit.SECONDS).code()).isEqualTo("download_cancelled");
    }

    @Test
    void anInterruptEndsADripWithItsNextByte() throws Exception {
        serve((number, request, out) -> {
            head(out, "HTTP/1.1 200 OK", "Content-Length: 1000000");
            do {
                write(out, "x");
            } while (!testIsOver.await(20, TimeUnit.MILLISECONDS));
        });
        CompletableFuture<ExportFailure> failure = new CompletableFuture<>();
        Thread thread = new Thread(() -> failure.complete(failure(TransientFailure.class, null)));
        thread.start();
        await().until(() -> target.received() > 0);
        thread.interrupt();
        assertThat(failure.get(90, TimeUnit.SECONDS).code()).isEqualTo("download_cancelled");
    }

    @Test
    void aCompressedReplyThatNobodyAskedForIsRefused() throws Exception {
        serve((number, request, out) -> {
            head(out, "HTTP/1.1 200 OK", "Content-Length: 5", "Content-Encoding: gzip");
            write(out, "hello");
        });
        assertThat(failure(PermanentFailure.class, null).code()).isEqualTo("unexpected_encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void anIdThatIsNoSegmentIsNeverAskedFor(String id) throws Exception {
        serve((number, request, out) -> json(out, "500 Oops", "{}"));
        PermanentFailure failure = catchThrowableOfType(PermanentFailure.class, () -> Objects.requireNonNull(downloader)
                .fetch(new DownloadCall("crm", id, "nightly", "run-1", null), target, () -> {}));
        assertThat(failure.code()).isEqualTo("invalid_parameter");
        assertThat(Objects.requireNonNull(server).requests()).isEmpty();
    }

    @Test
    void whateverIsInAnIdStaysInOneSegment() throws Exception {
        serve((number, request, out) -> json(out, "404 Not Found", "{}"));
        DownloadCall odd = new DownloadCall("cr/m", "4%2F2?x=1#ü\r\nA: b", "nightly", "run-1", null);
        assertThatThrownBy(() -> Objects.requireNonNull(downloader).fetch(odd, target, () -> {}))
                .isInstanceOf(TransientFailure.class);
        assertThat(request(0).line())
                .isEqualTo("GET /projects/cr%2Fm/export/download/4%252F2%3Fx%3D1%23%C3%BC%0D%0AA%3A%20b HTTP/1.1");
    }

    private void serve(RawServer.Handler handler) throws IOException {
        serve(PATIENT, handler);
    }

    private void serve(Duration stall, RawServer.Handler handler) throws IOException {
        server = new RawServer(handler);
        downloader = open(config(server.url(), stall));
    }

    /** With a gate of its own. */
    public static Downloader open(ApiConfig api) {
        RetryConfig retry = new RetryConfig(1, Duration.ofSeconds(1), 2, Duration.ofSeconds(60));
        Clock clock = Clock.systemUTC();
        return new Downloader(
                api, clock, new ApiGate(api, api.maxConcurrent(), retry, new ApiTraffic(clock), (wait, what) -> {}));
    }

    public static ApiConfig config(URI url) {
        return config(url, PATIENT);
    }

    private static ApiConfig config(URI url, Duration stall) {
        ApiConfig.Timeouts timeouts = new ApiConfig.Timeouts(Duration.ofSeconds(60), stall, stall);
        return new ApiConfig(url, new Secret(TOKEN), timeouts, Duration.ofSeconds(1), 8);
    }

    private void fetch(@Nullable Long sizeBytes) {
        Objects.requireNonNull(downloader)
                .fetch(new DownloadCall("crm", "exp_1", "nightly", "run-1", sizeBytes), target, () -> {});
    }

    private <F extends ExportFailure> F failure(Class<F> kind, @Nullable Long sizeBytes) {
        F failure = Objects.requireNonNull(catchThrowableOfType(kind, () -> fetch(sizeBytes)));
        assertThat(failure.toString() + failure.hint()).doesNotContain(TOKEN);
        return failure;
    }

    private RawServer.Request request(int index) {
        return Objects.requireNonNull(server).requests().get(index);
    }
}
