package io.exportroutes.kamelet.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.testing.ScriptedServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class DownloadExportKameletTest {
    private static final byte[] MEGABYTE = new byte[1 << 20];

    private final ScriptedServer server = new ScriptedServer();
    private final KameletApp app = new KameletApp(server.baseUrl());

    @AfterEach
    void stop() {
        app.close();
        server.close();
    }

    @Test
    void theBytesComeAsTheyAreWithTheirHeaders() throws Exception {
        server.answers(
                200,
                Map.of(
                        "Content-Type", "text/csv; charset=utf-8",
                        "Content-Disposition", "attachment; filename=\"contacts.csv\"",
                        "Set-Cookie", "session=1"),
                "id,email\n1,a@example.com\n");

        Exchange read = download(InputStream::readAllBytes);

        assertThat(read.getException()).isNull();
        assertThat(read.getMessage().getBody(String.class)).isEqualTo("id,email\n1,a@example.com\n");
        assertThat(read.getMessage().getHeaders())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Content-Type", "text/csv; charset=utf-8",
                        "Content-Disposition", "attachment; filename=\"contacts.csv\"",
                        "Content-Length", "25"));
        assertThat(server.request().method()).isEqualTo("GET");
        assertThat(server.request().uri()).isEqualTo("/projects/crm/export/download/exp_1");
        assertThat(server.request().headers())
                .containsEntry("Accept-Encoding", "identity")
                .containsEntry("X-Operation-Run-Id", "run-7");
    }

    @Test
    void aJsonArtifactIsNotTakenForAnEnvelope() throws Exception {
        server.answers(200, "application/json", "{\"contacts\": []}");

        assertThat(download(InputStream::readAllBytes).getMessage().getBody(String.class))
                .isEqualTo("{\"contacts\": []}");
    }

    @Test
    void aJsonArtifactMayEvenLookLikeARefusalWhereItIsSentAsAFile() throws Exception {
        String json = "{\"ok\": false, \"error\": {\"code\": \"x\"}}";
        server.answers(
                200,
                Map.of("Content-Type", "application/json", "Content-Disposition", "attachment; filename=a.json"),
                json);

        assertThat(download(InputStream::readAllBytes).getMessage().getBody(String.class))
                .isEqualTo(json);
    }

    @Test
    void aLargeArtifactIsReadFromTheWireAndNotFromMemory() throws Exception {
        long size = 800L << 20;
        server.answers(exchange -> megabytes(exchange, 800));

        Exchange read = download(stream -> {
            long count = 0;
            for (int n = stream.read(MEGABYTE); n >= 0; n = stream.read(MEGABYTE)) {
                count += n;
            }
            return Long.toString(count).getBytes(StandardCharsets.US_ASCII);
        });

        assertThat(read.getException()).isNull();
        assertThat(read.getMessage().getBody(String.class)).isEqualTo(Long.toString(size));
    }

    @Test
    void aTruncatedDownloadFailsBeforeItsEnd() throws Exception {
        server.answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/zip");
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
        });

        assertThat(download(InputStream::readAllBytes).getException()).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsClosedEarlyIsCutOffAndNotDrained() throws Exception {
        CompletableFuture<Boolean> cut = cutByTheReader();

        download(stream -> {
            byte[] start = stream.readNBytes(10);
            stream.close();
            return start;
        });

        assertThat(cut).succeedsWithin(Duration.ofSeconds(90)).isEqualTo(true);
    }

    @Test
    void whatIsDroppedUnreadIsCutOffOnceItIsGarbage() throws Exception {
        CompletableFuture<Boolean> cut = cutByTheReader();

        download(stream -> new byte[0]);

        Awaitility.await().until(() -> {
            System.gc();
            return cut.isDone();
        });
        assertThat(cut).isCompletedWithValue(true);
    }

    /** A long answer; the future says whether the reader went away in the middle of it. */
    private CompletableFuture<Boolean> cutByTheReader() {
        CompletableFuture<Boolean> cut = new CompletableFuture<>();
        server.answers(exchange -> {
            try {
                megabytes(exchange, 100_000);
                cut.complete(false);
            } catch (IOException e) {
                cut.complete(true);
                throw e;
            }
        });
        return cut;
    }

    @Test
    void aStalledDownloadEnds() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        server.answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/zip");
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            try {
                done.await(90, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        app.context().getPropertiesComponent().addOverrideProperty("wait", "5s");

        Exchange read = download(InputStream::readAllBytes);
        done.countDown();

        assertThat(read.getException()).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void anEncodedArtifactIsRefused() throws Exception {
        server.answers(200, Map.of("Content-Type", "text/csv", "Content-Encoding", "gzip"), "whatever");

        assertThat(ExportFailure.in(download(InputStream::readAllBytes).getException()))
                .isInstanceOf(PermanentFailure.class);
    }

    @Test
    void anIdCannotReachAnotherPath() {
        server.answers(200, "text/csv", "1");
        String[] ids = {
            "4%2F2?x=1", "../../admin", "a/b#c", "x\r\nHost: evil", "{{pat}}", "${header.Authorization}", "ü"
        };
        for (String id : ids) {
            app.call("zangtable-download-export-action", "&project=crm", null, Map.of(CallHeaders.EXPORT_ID, id));
        }

        assertThat(server.requests())
                .extracting(ScriptedServer.Request::uri)
                .containsExactly(
                        "/projects/crm/export/download/4%252F2%3Fx%3D1",
                        "/projects/crm/export/download/..%2F..%2Fadmin",
                        "/projects/crm/export/download/a%2Fb%23c",
                        "/projects/crm/export/download/x%0D%0AHost%3A%20evil",
                        "/projects/crm/export/download/%7B%7Bpat%7D%7D",
                        "/projects/crm/export/download/%24%7Bheader.Authorization%7D",
                        "/projects/crm/export/download/%C3%BC");
    }

    @Test
    void noIdAndAnIdOfDotsAreRefusedWithoutACall() {
        String kamelet = "zangtable-download-export-action";

        assertThat(app.refused(kamelet, "&project=crm", Map.of()).code()).isEqualTo("invalid_parameter");
        assertThat(app.refused(kamelet, "&project=crm&exportId=..", Map.of()).code())
                .isEqualTo("invalid_parameter");
        assertThat(app.refused(kamelet, "&exportId=exp_1", Map.of()).code()).isEqualTo("invalid_parameter");
        assertThat(server.requests()).isEmpty();
    }

    private interface Reader {
        byte[] read(InputStream stream) throws IOException;
    }

    /** Downloads within a route, as docs/kamelets.md tells integrators to. */
    private Exchange download(Reader reader) throws Exception {
        app.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:download")
                        .noStreamCaching()
                        .to(
                                "kamelet:zangtable-download-export-action?baseUrl={{base}}&token={{pat}}&readTimeout={{wait:90s}}"
                                        + "&project=crm&exportId=exp_1")
                        .process(exchange -> exchange.getMessage().setBody(reader.read((InputStream)
                                exchange.getMessage().getBody())));
            }
        });
        try (var template = app.context().createProducerTemplate()) {
            return template.request("direct:download", exchange -> exchange.getMessage()
                    .setHeader(CallHeaders.OPERATION_RUN_ID, "run-7"));
        }
    }

    private static void megabytes(com.sun.net.httpserver.HttpExchange exchange, int count) throws IOException {
        exchange.sendResponseHeaders(200, (long) count << 20);
        for (int i = 0; i < count; i++) {
            exchange.getResponseBody().write(new byte[1 << 20]);
        }
    }
}
