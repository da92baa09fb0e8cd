package io.exportroutes.delivery.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.ArtifactStoreContract;
import io.exportroutes.spool.Spool;
import io.exportroutes.spool.SpoolFile;
import io.exportroutes.testing.Background;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/** What a server may say before its answer to an upload, and after which answers the connection is not used again. */
@Timeout(120)
class RegionInterimTest {
    /** More than all buffers between here and a server that does not read. */
    private static final int SIZE = 32 << 20;

    private static final byte[] BYTES = ArtifactStoreContract.bytes(SIZE);
    private static final String DONE = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    @TempDir
    private Path folder;

    private @Nullable SpoolFile file;
    private final AtomicInteger connections = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
            })
    void theUploadGoesOnAfterWhatIsNoAnswerYet(String interim) throws Exception {
        try (ServerSocket socket = serving(interim, DONE);
                RegionHttpClient client = client()) {
            assertThat(put(client, socket)).isEqualTo(200);
            assertThat(put(client, socket)).isEqualTo(200);
        }
        assertThat(connections).hasValue(1);
    }

    @Test
    void aRefusalRightBehindWhatIsNoAnswerYetEndsTheUpload() throws Exception {
        String both = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
        try (ServerSocket socket = serving(both, DONE);
                RegionHttpClient client = client()) {
            assertThat(put(client, socket)).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: Keep-Alive, Close\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nConnection: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nand more"
            })
    void aConnectionThatIsNotAtACleanEndIsNotUsedAgain(String answer) throws Exception {
        try (ServerSocket socket = serving("", answer);
                RegionHttpClient client = client()) {
            assertThat(put(client, socket)).isEqualTo(200);
            assertThat(put(client, socket)).isEqualTo(200);
        }
        assertThat(connections).hasValue(2);
    }

    /** Says something before it reads a body, and answers after it, as often as it is asked. */
    private ServerSocket serving(String before, String answer) throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Background.run(() -> {
            while (!socket.isClosed()) {
                converse(socket, before, answer);
            }
        });
        return socket;
    }

    private void converse(ServerSocket socket, String before, String answer) {
        try (Socket accepted = socket.accept()) {
            connections.incrementAndGet();
            accepted.setSoTimeout(10_000);
            InputStream in = new BufferedInputStream(accepted.getInputStream());
            OutputStream out = accepted.getOutputStream();
            while (skipHead(in)) {
                out.write(before.getBytes(StandardCharsets.ISO_8859_1));
                if (!before.isEmpty()) {
                    RegionUploadTest.awaitHanging(whole());
                }
                in.skipNBytes(SIZE);
                out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException theClientLeft) {
            Thread.yield();
        }
    }

    private static boolean skipHead(InputStream in) throws IOException {
        String last = "";
        while (!last.endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            last = last.substring(Math.max(0, last.length() - 3)) + (char) next;
        }
        return true;
    }

    private int put(RegionHttpClient client, ServerSocket socket) throws IOException {
        SdkHttpRequest put = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                .uri(URI.create("http://127.0.0.1:" + socket.getLocalPort()))
                .putHeader("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
                .putHeader("Content-Length", String.valueOf(SIZE))
                .build();
        HttpExecuteRequest request = HttpExecuteRequest.builder()
                .request(put)
                .contentStreamProvider(RequestBody.fromBytes(BYTES).contentStreamProvider())
                .build();
        try (var bytes = whole().read("s3", OptionalLong.of(SIZE))) {
            HttpExecuteResponse answer = RegionHttpClient.sending(bytes, () -> RegionUploadTest.call(client, request));
            return answer.httpResponse().statusCode();
        }
    }

    /** The same one for all. */
    private synchronized SpoolFile whole() throws IOException {
        if (file == null) {
            file = new Spool(folder, Duration.ofMinutes(1)).open("exp_1");
            file.expect(SIZE);
            file.append(BYTES, 0, SIZE);
            file.complete(noted -> {});
        }
        return file;
    }

    private static RegionHttpClient client() {
        return new RegionHttpClient(
                Apache5HttpClient.create(),
                new UploadConnections(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(5)));
    }
}
