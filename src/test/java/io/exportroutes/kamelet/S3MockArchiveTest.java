package io.exportroutes.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.testing.S3MockServer;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract on a second implementation of S3; and what that one does not enforce, for which the lab has a front of its own. */
@Tag("soak")
@SuppressWarnings("NullAway.Init")
class S3MockArchiveTest extends ArchiveKameletContract {
    private static final AtomicInteger BUCKETS = new AtomicInteger();
    private static S3MockServer server;

    private final String bucket = "acme-" + BUCKETS.incrementAndGet();

    @BeforeAll
    static void startServer() throws IOException {
        server = S3MockServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    String type() {
        return "s3";
    }

    @Override
    Map<String, String> destination() {
        server.call("PUT", "/" + bucket, "");
        return Map.of(
                "bucket",
                bucket,
                "endpoint",
                server.endpoint().toString(),
                "pathStyle",
                "true",
                "checksum",
                "when-supported",
                "accessKey",
                "any",
                "secretKey",
                "any");
    }

    @Override
    boolean tellsSha256() {
        return true;
    }

    @Override
    Map.Entry<String, String> nowhere() {
        return Map.entry("bucket", "none");
    }

    @Test
    void tagsAreRead() {
        server.call("PUT", "/" + bucket + "/a.zip", "bytes", "x-amz-tagging", "keeper=ada&for=audit");

        assertThat(done("tags", "a.zip").getMessage().getBody()).isEqualTo(Map.of("keeper", "ada", "for", "audit"));
    }

    /**
     * It remembers a lock that is set by a question of its own, and enforces none. Once this fails, a newer S3Mock does more, and the
     * front of the lab can do less.
     */
    @Test
    void itEnforcesNoLock() {
        String until = Instant.now()
                .plus(9, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        server.call("PUT", "/locked", "", "x-amz-bucket-object-lock-enabled", "true");
        server.call("PUT", "/locked?versioning", xml("VersioningConfiguration", "<Status>Enabled</Status>"));

        var put = server.call(
                "PUT",
                "/locked/a.zip",
                "bytes",
                "x-amz-object-lock-mode",
                "COMPLIANCE",
                "x-amz-object-lock-retain-until-date",
                until);
        assertThat(put.statusCode()).as("without a checksum").isEqualTo(200);
        assertThat(server.call("GET", "/locked/a.zip?retention", "").statusCode())
                .as("the headers of a put are ignored")
                .isEqualTo(404);

        server.call("PUT", "/locked/a.zip?retention", xml("Retention", lock("COMPLIANCE", until)));
        assertThat(server.call("GET", "/locked/a.zip?retention", "").body()).contains("COMPLIANCE", until);
        assertThat(server.call("GET", "/locked/a.zip", "").headers().map())
                .as("what it remembers is not in the headers of an answer")
                .doesNotContainKey("x-amz-object-lock-mode");
        server.call("PUT", "/locked/a.zip?legal-hold", xml("LegalHold", "<Status>ON</Status>"));
        itDeletes(put.headers().firstValue("x-amz-version-id").orElseThrow());
    }

    private static void itDeletes(String version) {
        assertThat(server.call("DELETE", "/locked/a.zip", "").headers().firstValue("x-amz-delete-marker"))
                .hasValue("true");
        assertThat(server.call("GET", "/locked?versions", "").body()).contains("DeleteMarker", version);
        assertThat(server.call("DELETE", "/locked/a.zip?versionId=" + version, "")
                        .statusCode())
                .as("locked and held")
                .isEqualTo(204);
        assertThat(server.call("GET", "/locked?versions", "").body()).doesNotContain(version);
    }

    private static String lock(String mode, String until) {
        return "<Mode>" + mode + "</Mode><RetainUntilDate>" + until + "</RetainUntilDate>";
    }

    private static String xml(String name, String content) {
        return "<" + name + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + content + "</" + name + ">";
    }
}
