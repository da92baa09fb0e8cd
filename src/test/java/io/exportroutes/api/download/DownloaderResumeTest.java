package io.exportroutes.api.download;

import static io.exportroutes.api.download.RawServer.head;
import static io.exportroutes.api.download.RawServer.json;
import static io.exportroutes.api.download.RawServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.TransientFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of an earlier attempt are gone on with only where nothing can be joined wrongly. */
@Timeout(180)
class DownloaderResumeTest {
    @Test
    void theRestIsAskedForAndAppended() throws Exception {
        MemoryTarget target = MemoryTarget.with("hel", "\"v1\"");
        List<RawServer.Request> requests = fetch(target, (number, request, out) -> {
            head(out, partial("bytes 3-4/5"), "ETag: \"v1\"", "Content-Length: 2");
            write(out, "lo");
        });
        assertThat(target.text()).isEqualTo("hello");
        assertThat(target.restarts).isZero();
        assertThat(target.promises).containsExactly(5L);
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.header("Range")).isEqualTo("bytes=3-");
            assertThat(request.header("If-Range")).isEqualTo("\"v1\"");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes 0-4/5 | ETag: \"v1\"",
                "bytes 2-4/5 | ETag: \"v1\"",
                "bytes 3-3/5 | ETag: \"v1\"",
                "bytes 3-4/* | ETag: \"v1\"",
                "lines 3-4/5 | ETag: \"v1\"",
                "bytes 3-4/5 | ETag: \"v2\"",
                "bytes 3-4/5 | X-No: ETag",
            })
    void aRestThatIsNotExactlyTheRestIsDroppedAndTheWholeIsAskedFor(String range, String etag) throws Exception {
        MemoryTarget target = MemoryTarget.with("hel", "\"v1\"");
        List<RawServer.Request> requests = fetch(target, (number, request, out) -> {
            if (number == 1) {
                head(out, partial(range), etag, "Content-Length: 2");
                write(out, "XX");
            } else {
                whole(out, "\"v2\"");
            }
        });
        assertThat(target.text()).isEqualTo("HELLO");
        assertThat(target.validator).isEqualTo("\"v2\"");
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).header("Range")).isEmpty();
    }

    @Test
    void aServerThatIgnoresRangeStartsOver() throws Exception {
        MemoryTarget target = MemoryTarget.with("hel", "\"v1\"");
        List<RawServer.Request> requests = fetch(target, (number, request, out) -> whole(out, "\"v1\""));
        assertThat(target.text()).isEqualTo("HELLO");
        assertThat(target.restarts).isOne();
        assertThat(requests).hasSize(1);
    }

    @Test
    void aRangeThatCannotBeSatisfiedStartsOver() throws Exception {
        MemoryTarget target = MemoryTarget.with("hello", "\"v1\"");
        fetch(target, (number, request, out) -> {
            if (number == 1) {
                head(out, "HTTP/1.1 416 Range Not Satisfiable", "Content-Range: bytes */5", "Content-Length: 0");
            } else {
                whole(out, "\"v2\"");
            }
        });
        assertThat(target.text()).isEqualTo("HELLO");
    }

    @Test
    void withoutAValidatorTheWholeIsAskedFor() throws Exception {
        MemoryTarget target = MemoryTarget.with("hel", null);
        List<RawServer.Request> requests = fetch(target, (number, request, out) -> whole(out, "W/\"weak\""));
        assertThat(target.text()).isEqualTo("HELLO");
        assertThat(target.validator).isNull();
        assertThat(requests.get(0).header("Range")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Tue, 02 Jun 2026 01:23:45 GMT | Tue, 02 Jun 2026 01:23:46 GMT | Tue, 02 Jun 2026 01:23:45 GMT",
                "Tue, 02 Jun 2026 01:23:45 GMT | Tue, 02 Jun 2026 01:23:45 GMT | -",
                "Tue, 02 Jun 2026 01:23:45 GMT | nonsense                      | -",
            })
    void aLastModifiedIsAValidatorOnceItIsOldEnough(String modified, String date, @Nullable String validator)
            throws Exception {
        MemoryTarget target = new MemoryTarget();
        fetch(target, (number, request, out) -> {
            head(out, "HTTP/1.1 200 OK", "Last-Modified: " + modified, "Date: " + date, "Content-Length: 5");
            write(out, "HELLO");
        });
        assertThat(target.validator).isEqualTo(validator);
    }

    @Test
    void anErrorReplyLeavesTheBytesForTheNextAttempt() throws Exception {
        MemoryTarget target = MemoryTarget.with("hel", "\"v1\"");
        assertThatThrownBy(() -> fetch(target, (number, request, out) -> json(out, "503 Busy", "{}")))
                .isInstanceOf(TransientFailure.class);
        assertThat(target.text()).isEqualTo("hel");
        assertThat(target.validator).isEqualTo("\"v1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "404 Gone"})
    void anEnvelopeInPlaceOfTheRestIsNeverAppended(String status) throws Exception {
        MemoryTarget target = MemoryTarget.with("hel", "\"v1\"");
        String body = "{\"ok\":false,\"data\":null,\"error\":{\"code\":\"export_expired\"},\"request_id\":\"req_1\"}";
        assertThatThrownBy(() -> fetch(target, (number, request, out) -> json(out, status, body)))
                .hasMessageContaining("export_expired");
        assertThat(target.text()).isEqualTo("hel");
    }

    private static List<RawServer.Request> fetch(MemoryTarget target, RawServer.Handler handler) throws Exception {
        try (RawServer server = new RawServer(handler);
                Downloader downloader = DownloaderTest.open(DownloaderTest.config(server.url()))) {
            downloader.fetch(new DownloadCall("crm", "exp_1", "nightly", "run-1", null), target, () -> {});
            return List.copyOf(server.requests());
        }
    }

    private static String partial(String range) {
        return "HTTP/1.1 206 Partial Content\r\nContent-Range: " + range;
    }

    private static void whole(OutputStream out, String etag) throws IOException {
        head(out, "HTTP/1.1 200 OK", "ETag: " + etag, "Content-Length: 5");
        write(out, "HELLO");
    }
}
