package io.exportroutes.api.download;

import static io.exportroutes.api.download.RawServer.head;
import static io.exportroutes.api.download.RawServer.json;
import static io.exportroutes.api.download.RawServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exportroutes.api.Origin;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.GoneFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that are no artifact, and redirects. */
@Timeout(180)
class DownloaderRepliesTest {
    private final MemoryTarget target = new MemoryTarget();

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/zip", "text/csv"})
    void anEnvelopeWithStatus200IsNeverAnArtifact(String contentType) throws Exception {
        String body =
                "{\"ok\":false,\"error\":{\"code\":\"table_locked\",\"message\":\"Try later.\"},\"request_id\":\"req_7\"}";
        ExportFailure failure = failure(PermanentFailure.class, (number, request, out) -> {
            head(out, "HTTP/1.1 200 OK", "Content-Type: " + contentType, "Content-Length: " + body.length());
            write(out, body);
        });
        assertThat(failure.code()).isEqualTo("table_locked");
        assertThat(failure.requestId()).isEqualTo("req_7");
        assertThat(failure).hasMessageContaining("Try later.");
        assertThat(target.received()).isZero();
    }

    @Test
    void aGoodEnvelopeWhereBytesWereExpectedIsNeverAnArtifact() throws Exception {
        String body = "{\"ok\":true,\"data\":{\"download\":\"binary\"},\"error\":null,\"request_id\":\"req_8\"}";
        ExportFailure failure = failure(TransientFailure.class, (number, request, out) -> json(out, "200 OK", body));
        assertThat(failure.code()).isEqualTo("not_an_artifact");
        assertThat(target.received()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"ok\":true,\"rows\":[]}", "{\"tables\":[]}", "{", "[]", "{a,b\n1,2"})
    void anArtifactThatLooksLikeAnObjectArrivesAsItIs(String body) throws Exception {
        try (RawServer server = new RawServer((number, request, out) -> json(out, "200 OK", body))) {
            fetch(server.url());
        }
        assertThat(target.text()).isEqualTo(body);
    }

    @Test
    void aLongArtifactThatLooksLikeAnObjectArrivesAsItIs() throws Exception {
        String body = "{\"a\":\""
                + IntStream.range(0, 50_000).mapToObj(Integer::toString).collect(Collectors.joining(",")) + "\"}";
        try (RawServer server = new RawServer((number, request, out) -> json(out, "200 OK", body))) {
            fetch(server.url());
        }
        assertThat(target.text()).isEqualTo(body);
    }

    @Test
    void anExpiredExportIsGone() throws Exception {
        String body = "{\"ok\":false,\"error\":{\"code\":\"export_expired\",\"message\":\"Export file has expired.\"},"
                + "\"request_id\":\"req_9\"}";
        ExportFailure failure = failure(GoneFailure.class, (number, request, out) -> json(out, "400 Bad", body));
        assertThat(failure.code()).isEqualTo("export_expired");
        assertThat(failure.requestId()).isEqualTo("req_9");
    }

    @Test
    void theWaitThatTheServerAsksForIsKept() throws Exception {
        TransientFailure failure = failure(TransientFailure.class, (number, request, out) -> {
            head(out, "HTTP/1.1 429 Too Many", "Retry-After: 17", "Content-Length: 0");
        });
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(17));
        assertThat(failure.code()).isEqualTo("http_429");
    }

    @Test
    void anEndlessErrorPageIsReadNoFurtherThanItsBound() throws Exception {
        ExportFailure failure = failure(PermanentFailure.class, (number, request, out) -> {
            head(out, "HTTP/1.1 403 Forbidden", "Content-Type: text/html");
            while (true) {
                write(out, "<p>no</p>".repeat(1000));
            }
        });
        assertThat(failure.code()).isEqualTo("http_403");
        assertThat(failure.hint()).contains("project admin access", "record read access");
    }

    @Test
    void aTokenThatTheServerEchoesIsNotRepeated() throws Exception {
        String body =
                "{\"ok\":false,\"error\":{\"code\":\"bad_token\",\"message\":\"pat_verysecret123\\u0007 and pat_another-1\"}}";
        ExportFailure failure = failure(PermanentFailure.class, (number, request, out) -> json(out, "401 No", body));
        assertThat(failure.getMessage()).contains("xxxxxx").doesNotContain("pat_", "\u0007");
    }

    @Test
    void aRedirectToAnotherOriginDoesNotGetTheToken() throws Exception {
        try (RawServer storage = new RawServer((number, request, out) -> {
                    head(out, "HTTP/1.1 200 OK", "Content-Length: 5");
                    write(out, "hello");
                });
                RawServer api =
                        new RawServer((number, request, out) -> redirect(out, storage.url() + "/b/k?sig=1#x"))) {
            fetch(api.url());
            RawServer.Request request = storage.requests().get(0);
            assertThat(request.line()).isEqualTo("GET /b/k?sig=1 HTTP/1.1");
            assertThat(request.headers()).doesNotContainKeys("authorization", "x-operation-key", "x-operation-run-id");
            assertThat(request.headers().toString()).doesNotContain("pat_");
        }
        assertThat(target.text()).isEqualTo("hello");
    }

    @Test
    void aRedirectAwayAndBackDoesNotGetTheTokenAgain() throws Exception {
        try (RawServer api = new RawServer((number, request, out) -> {
            if (number == 1) {
                redirect(out, request.header("Host").replace("127.0.0.1", "http://localhost") + "/away");
            } else if (number == 2) {
                redirect(out, request.header("Host").replace("localhost", "http://127.0.0.1") + "/back");
            } else {
                head(out, "HTTP/1.1 200 OK", "Content-Length: 5");
                write(out, "hello");
            }
        })) {
            fetch(api.url());
            assertThat(api.requests())
                    .extracting(request -> request.header("Authorization").isEmpty())
                    .containsExactly(false, true, true);
        }
    }

    @Test
    void aRedirectWithinTheOriginKeepsTheToken() throws Exception {
        try (RawServer api = new RawServer((number, request, out) -> {
            if (number == 1) {
                redirect(out, "/elsewhere");
            } else {
                head(out, "HTTP/1.1 200 OK", "Content-Length: 5");
                write(out, "hello");
            }
        })) {
            fetch(api.url());
            assertThat(api.requests().get(1).line()).isEqualTo("GET /elsewhere HTTP/1.1");
            assertThat(api.requests().get(1).header("Authorization")).startsWith("Bearer ");
        }
    }

    @Test
    void redirectsThatGoInCirclesEnd() throws Exception {
        ExportFailure failure = failure(PermanentFailure.class, (number, request, out) -> redirect(out, "/again"));
        assertThat(failure.code()).isEqualTo("origin_refused");
    }

    @ParameterizedTest
    @CsvSource({
        "http://api.example.com/x, https to http",
        "http://other.example.com/x, https to http",
        "ftp://other.example.com/x, not a plain http or https address",
        "https://me:secret@other.example.com/x, not a plain http or https address",
        "https:///x, not a plain http or https address",
        "https://%zz, cannot be read",
    })
    void aRedirectThatIsNotSafeIsRefusedWithoutShowingIt(String location, String why) {
        Origin home = Origin.of(URI.create("https://api.example.com/v1"));
        PermanentFailure failure = catchThrowableOfType(
                PermanentFailure.class, () -> home.follow(URI.create("https://api.example.com/v1/a"), location));
        assertThat(failure).hasMessageContaining(why);
        assertThat(failure.getMessage()).doesNotContain("secret");
    }

    @Test
    void theDefaultPortIsTheSameOrigin() {
        assertThat(Origin.of(URI.create("https://API.example.com")))
                .isEqualTo(Origin.of(URI.create("https://api.example.com:443/x")));
    }

    private <F extends ExportFailure> F failure(Class<F> kind, RawServer.Handler handler) throws Exception {
        try (RawServer server = new RawServer(handler)) {
            F failure = Objects.requireNonNull(catchThrowableOfType(kind, () -> fetch(server.url())));
            assertThat(failure.toString() + failure.hint()).doesNotContain("pat_verysecret123");
            return failure;
        }
    }

    private void fetch(URI url) {
        try (Downloader downloader = DownloaderTest.open(DownloaderTest.config(url))) {
            downloader.fetch(new DownloadCall("crm", "exp_1", "nightly", "run-1", null), target, () -> {});
        }
    }

    private static void redirect(OutputStream out, String location) throws IOException {
        head(out, "HTTP/1.1 302 Found", "Location: " + location, "Content-Length: 0");
    }
}
