package io.exportroutes.delivery.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.exportroutes.api.download.RawServer;
import io.exportroutes.delivery.ArtifactStoreContract;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.RevocableContent;
import io.exportroutes.delivery.SpooledContent;
import io.exportroutes.delivery.UnreadableContent;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.SourceFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.spool.Spool;
import io.exportroutes.spool.SpoolFile;
import io.exportroutes.testing.Background;
import io.exportroutes.testing.ScriptedServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/** A body that goes straight from the growing spool file into the connection, and what can happen to either in the middle. */
@Timeout(120)
class RegionUploadTest {
    /** More than all buffers between here and a server that does not read. */
    private static final int SIZE = 32 << 20;

    private static final byte[] BYTES = ArtifactStoreContract.bytes(SIZE);
    private static final String DENIED = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>";

    @TempDir
    private Path folder;

    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    void aServerThatRefusesBeforeItHasReadTheBodyIsHeard() throws Exception {
        RawServer.Handler refusing = (number, request, out) -> {
            RawServer.head(out, "HTTP/1.1 403 Forbidden", "Content-Length: " + DENIED.length());
            RawServer.write(out, DENIED);
        };
        try (RawServer server = new RawServer(refusing);
                S3Store store = store(server.url().toString())) {
            assertThatThrownBy(() -> store.put("a.zip", content(whole())))
                    .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("permission_denied"));
            assertThat(server.requests().get(0).headers()).doesNotContainKey("expect");
        }
    }

    @Test
    void aServerThatHangsUpInTheMiddleIsTheDestinationsFailure() throws Exception {
        try (RawServer server = new RawServer((number, request, out) -> {});
                S3Store store = store(server.url().toString())) {
            assertThatThrownBy(() -> store.put("a.zip", content(whole())))
                    .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("connection_lost"));
        }
    }

    @Test
    void aServerThatTakesNothingMoreEndsInATimeout() throws Exception {
        try (RawServer server = new RawServer(this::freeze);
                RegionHttpClient client = new RegionHttpClient(
                        Apache5HttpClient.create(),
                        new UploadConnections(Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(5)))) {
            SdkHttpRequest put = SdkHttpRequest.builder()
                    .method(SdkHttpMethod.PUT)
                    .uri(server.url())
                    .putHeader("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
                    .putHeader("Content-Length", String.valueOf(SIZE))
                    .build();
            HttpExecuteRequest request = HttpExecuteRequest.builder()
                    .request(put)
                    .contentStreamProvider(RequestBody.fromBytes(BYTES).contentStreamProvider())
                    .build();
            try (var bytes = whole().read("s3", OptionalLong.of(SIZE))) {
                assertThatThrownBy(() -> RegionHttpClient.sending(bytes, () -> call(client, request)))
                        .hasCauseInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    @Test
    void contentThatIsRevokedEndsAnUploadThatHangs() throws Exception {
        try (RawServer server = new RawServer(this::freeze);
                S3Store store = store(server.url().toString())) {
            SpoolFile file = whole();
            RevocableContent attempt = new RevocableContent(content(file), 0, null, () -> null);
            CompletableFuture<Throwable> put = Background.call(() -> catchThrowable(() -> store.put("a.zip", attempt)));
            awaitHanging(file);
            attempt.cut(new TransientFailure(FailureCode.STILL_WRITING, "Revoked", "It is retried"));

            assertThat(put.get(60, TimeUnit.SECONDS)).hasMessage("Revoked");
        }
    }

    @Test
    void aDownloadThatFailsInTheMiddleIsTheSourcesFailure() throws Exception {
        try (ScriptedServer server = new ScriptedServer();
                S3Store store = store(server.baseUrl())) {
            SpoolFile file = begun(SIZE / 2);
            CompletableFuture<Throwable> put =
                    Background.call(() -> catchThrowable(() -> store.put("a.zip", content(file))));
            await().until(() -> file.progress().contains(new SpoolFile.Progress("s3", SIZE / 2 - 1, SIZE)));
            file.fail(new TransientFailure(FailureCode.STALLED, "The download broke", "It is retried"));

            assertThat(ExportFailure.in(put.get(60, TimeUnit.SECONDS))).isInstanceOf(SourceFailure.class);
        }
    }

    @Test
    void aSpoolFileThatLostBytesIsNoEndlessUpload() throws Exception {
        try (ScriptedServer server = new ScriptedServer();
                S3Store store = store(server.baseUrl())) {
            SpoolFile file = whole();
            try (RandomAccessFile cut = new RandomAccessFile(file.path().toFile(), "rw")) {
                cut.setLength(SIZE / 2);
            }
            assertThat(ExportFailure.in(catchThrowable(() -> store.put("a.zip", content(file)))))
                    .isInstanceOf(TransientFailure.class);
        }
    }

    /** After its bytes were given out, and before they were sent. */
    @Test
    void aSpoolFileThatLosesBytesWhileTheyAreSentIsTheDisksFailure() throws Exception {
        try (RawServer server = new RawServer(this::freeze);
                S3Store store = store(server.url().toString())) {
            SpoolFile file = whole();
            CompletableFuture<Throwable> put =
                    Background.call(() -> catchThrowable(() -> store.put("a.zip", content(file))));
            awaitHanging(file);
            try (RandomAccessFile cut = new RandomAccessFile(file.path().toFile(), "rw")) {
                cut.setLength(1);
            }
            assertThat(ExportFailure.in(put.get(60, TimeUnit.SECONDS)))
                    .isInstanceOf(TransientFailure.class)
                    .hasMessageContaining("cannot be read: it ends at 1");
        }
    }

    @Test
    void aDiskThatFailsWhileItIsReadIsTheSourcesFailure() throws Exception {
        try (RawServer server = new RawServer(this::freeze);
                S3Store store = store(server.url().toString())) {
            assertThat(ExportFailure.in(catchThrowable(() -> store.put("a.zip", new UnreadableContent(folder, SIZE)))))
                    .isInstanceOf(SourceFailure.class)
                    .hasStackTraceContaining("Is a directory");
        }
    }

    @Test
    void anInterruptEndsAnUploadThatHangs() throws Exception {
        try (RawServer server = new RawServer(this::freeze);
                S3Store store = store(server.url().toString())) {
            CompletableFuture<Throwable> outcome = new CompletableFuture<>();
            SpoolFile file = whole();
            Content content = content(file);
            Thread put = new Thread(() -> outcome.complete(catchThrowable(() -> store.put("a.zip", content))));
            put.start();
            awaitHanging(file);
            put.interrupt();

            assertThat(outcome.get(60, TimeUnit.SECONDS)).isInstanceOf(Exception.class);
        }
    }

    /** Nothing is sent twice in here: one that the server has closed must be seen to be closed. */
    @Test
    void aConnectionIsUsedAgainUnlessTheServerClosedIt() throws Exception {
        List<Integer> ports = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = new ScriptedServer();
                S3Store store = store(server.baseUrl())) {
            server.answers(exchange -> {
                ports.add(exchange.getRemoteAddress().getPort());
                exchange.sendResponseHeaders(200, -1);
            });
            uploaded(store);
            uploaded(store);
        }
        assertThat(ports).hasSize(2);
        assertThat(ports.get(0)).isEqualTo(ports.get(1));
        RawServer.Handler closing = (number, request, out) -> {
            RawServer.write(out, "HTTP/1.1 100 Continue\r\n\r\n");
            RawServer.write(out, "HTTP/1.1 503 Slow\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n");
        };
        try (RawServer server = new RawServer(closing);
                S3Store store = store(server.url().toString())) {
            for (int attempt = 1; attempt <= 2; attempt++) {
                assertThatThrownBy(() -> uploaded(store))
                        .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                                .isEqualTo("s3_status_503"));
            }
        }
    }

    @Test
    void whereThereIsAProxyItIsAsked() throws Exception {
        RawServer.Handler refusing = (number, request, out) -> RawServer.json(out, "503 Slow", "");
        try (RawServer proxy = new RawServer(refusing);
                S3Store store = store("http://s3.example.com")) {
            store.getOptions().setInsecureHttp("true");
            System.setProperty("http.proxyHost", "127.0.0.1");
            System.setProperty("http.proxyPort", String.valueOf(proxy.url().getPort()));
            assertThatThrownBy(() -> store.put("a.zip", content(whole()))).isInstanceOf(TransientFailure.class);
            assertThat(proxy.requests().get(0).line()).startsWith("PUT http://s3.example.com/acme/a.zip ");
        } finally {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.proxyPort");
        }
    }

    private void uploaded(S3Store store) throws IOException {
        // The cheapest of answers says nothing of the object, and there is none to ask for.
        S3Upload upload = new S3Upload(store.client(), store.getOptions(), "a.zip", content(whole()), SIZE);
        assertThat(upload.whole(new EntityTags())).isFalse();
    }

    /** Until the buffers on the way are full. */
    static void awaitHanging(SpoolFile file) {
        AtomicReference<@Nullable List<SpoolFile.Progress>> before = new AtomicReference<>();
        await().until(() -> {
            List<SpoolFile.Progress> now = file.progress();
            boolean begun = now.stream().anyMatch(reader -> reader.name().equals("s3") && reader.done() > 0);
            return begun && now.equals(before.getAndSet(now));
        });
    }

    private void freeze(int number, RawServer.Request request, OutputStream out) throws InterruptedException {
        never.await();
    }

    static HttpExecuteResponse call(RegionHttpClient client, HttpExecuteRequest request) {
        try {
            return client.prepareRequest(request).call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SpoolFile whole() throws IOException {
        SpoolFile file = begun(SIZE);
        if (file.state() != SpoolFile.State.WHOLE) {
            file.complete(noted -> {});
        }
        return file;
    }

    private SpoolFile begun(int length) throws IOException {
        SpoolFile file = new Spool(folder, Duration.ofMinutes(1)).open("exp_1");
        if (file.received() == 0) {
            file.expect(SIZE);
            file.append(BYTES, 0, length);
        }
        return file;
    }

    private static Content content(SpoolFile file) {
        return new SpooledContent(file, "s3", "application/zip", Map.of());
    }

    private static S3Store store(String endpoint) {
        S3Store store = new S3Store();
        store.getOptions().setBucket("acme");
        store.getOptions().setEndpoint(endpoint);
        store.getOptions().setPathStyle("true");
        store.getOptions().setAccessKey("key");
        store.getOptions().setSecretKey("secret");
        store.getOptions().setSignPayload("false");
        return store;
    }
}
