package io.exportroutes.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.testing.SteppedClock;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Downloads, whole and in parts. */
class DownloadTest {
    private static final byte[] BYTES = "0123456789".getBytes(StandardCharsets.UTF_8);

    private Sandbox sandbox;
    private SandboxClient client;
    private String id;

    @BeforeEach
    void start() throws IOException {
        start(SandboxOptions.builder());
    }

    private void start(SandboxOptions.Builder options) throws IOException {
        stop();
        sandbox = Sandbox.start(options.clock(new SteppedClock(Instant.parse("2026-06-02T01:23:45Z")))
                .build());
        client = new SandboxClient(sandbox);
        id = sandbox.addExport(PlantedExport.database("crm", BYTES));
    }

    @AfterEach
    void stop() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @Test
    void aDownloadTellsHowToGoOnWithIt() throws Exception {
        HttpResponse<byte[]> response = client.download(id);

        assertThat(response.headers().firstValue("Content-Length")).contains("10");
        assertThat(response.headers().firstValue("Accept-Ranges")).contains("bytes");
        assertThat(response.headers().firstValue("Last-Modified")).contains("Tue, 02 Jun 2026 01:23:45 GMT");
        assertThat(response.headers().firstValue("ETag").orElseThrow()).matches("\"[^\"]+\"");
    }

    @ParameterizedTest
    @CsvSource({"bytes=4-,456789,4-9", "bytes=2-3,23,2-3", "bytes=-3,789,7-9", "bytes=8-99,89,8-9"})
    void aRangeGivesItsBytesAndNoOthers(String range, String bytes, String served) throws Exception {
        HttpResponse<byte[]> response = client.download(id, "Range", range);

        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.headers().firstValue("Content-Range")).contains("bytes " + served + "/10");
        assertThat(response.headers().firstValue("Content-Length")).contains("" + bytes.length());
        assertThat(response.body()).asString().isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"'bytes=0-1,4-5'", "bytes=5-2", "lines=1-2", "bytes=-"})
    void whatIsNoSingleRangeIsAnsweredWhole(String range) throws Exception {
        HttpResponse<byte[]> response = client.download(id, "Range", range);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(BYTES);
    }

    @Test
    void aRangeAfterTheEndCannotBeSatisfied() throws Exception {
        HttpResponse<byte[]> response = client.download(id, "Range", "bytes=10-");

        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(response.headers().firstValue("Content-Range")).contains("bytes */10");
    }

    @Test
    void ifRangeGoesOnOnlyWithTheSameBytes() throws Exception {
        String tag = client.download(id).headers().firstValue("ETag").orElseThrow();
        String date = client.download(id).headers().firstValue("Last-Modified").orElseThrow();
        assertThat(client.download(id, "Range", "bytes=4-", "If-Range", tag).statusCode())
                .isEqualTo(206);
        assertThat(client.download(id, "Range", "bytes=4-", "If-Range", date).statusCode())
                .isEqualTo(206);

        sandbox.replaceArtifact(id, out -> out.write("abcdefghij".getBytes(StandardCharsets.UTF_8)));
        HttpResponse<byte[]> changed = client.download(id, "Range", "bytes=4-", "If-Range", tag);

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).asString().isEqualTo("abcdefghij");
        assertThat(changed.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(tag);
    }

    @Test
    void rangesLengthsAndSizesCanBeSwitchedOff() throws Exception {
        start(SandboxOptions.builder().honourRange(false).contentLength(false).sizeKnown(false));

        HttpResponse<byte[]> response = client.download(id, "Range", "bytes=4-");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(BYTES);
        assertThat(response.headers().map())
                .doesNotContainKeys("content-length", "Content-Length", "accept-ranges", "etag", "last-modified");
        assertThat(client.create("{}").get("size_bytes").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true, false, false", "false, true, false", "false, false, true"})
    void eachOfThemIsSwitchedByItself(boolean range, boolean length, boolean size) throws Exception {
        start(SandboxOptions.builder().honourRange(range).contentLength(length).sizeKnown(size));

        HttpHeaders headers = client.download(id).headers();

        assertThat(headers.firstValue("Accept-Ranges").isPresent()).isEqualTo(range);
        assertThat(headers.firstValue("Content-Length").isPresent()).isEqualTo(length);
        assertThat(client.create("{}").get("size_bytes").isNull()).isEqualTo(!size);
    }

    @Test
    void anEmptyArtifactIsAnEmptyBody() throws Exception {
        String empty = sandbox.addExport(PlantedExport.database("crm", new byte[0]));

        HttpResponse<byte[]> response = client.download(empty);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Length")).contains("0");
        assertThat(response.body()).isEmpty();
    }

    @Test
    void artifactsAreReadableByTheirOwnerAloneAndGoneInTheEnd() throws Exception {
        Path folder;
        try (ArtifactFiles files = new ArtifactFiles()) {
            Artifact artifact = files.write(out -> out.write(BYTES), Instant.EPOCH);
            folder = files.folder();
            assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(Files.getPosixFilePermissions(artifact.file()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            try (Stream<Path> list = Files.list(folder)) {
                assertThat(list).hasSize(1);
            }
        }
        assertThat(folder).doesNotExist();
    }
}
