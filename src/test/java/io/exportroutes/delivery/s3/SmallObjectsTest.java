package io.exportroutes.delivery.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.ArtifactStore.Stored;
import io.exportroutes.delivery.ContentBatch;
import io.exportroutes.delivery.PutResult;
import io.exportroutes.delivery.TestContent;
import io.exportroutes.lab.servers.S3Server;
import io.exportroutes.ledger.Confirmation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The short way knows success alone: everything else is left to the ordinary one. */
@SuppressWarnings("NullAway.Init")
class SmallObjectsTest {
    private static final byte[] BYTES = "0123456789".repeat(700).getBytes(StandardCharsets.US_ASCII);

    private S3Server server;

    @BeforeEach
    void start() {
        server = S3Server.start("acme");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"true, when-required", "true, when-supported", "false, when-required", "false, when-supported"})
    void theServerTakesWhatIsSigned(String sign, String checksum) throws IOException {
        try (S3Store store = store(server.secretKey(), sign, checksum);
                SmallObjects small = new SmallObjects(store.client(), store.getOptions())) {
            assertThat(small.put(item("a b/ä+~(1).zip"))).hasValue(Confirmation.DIGEST);
            assertThat(server.read("acme", "a b/ä+~(1).zip")).isEqualTo(BYTES);
            assertThat(server.metadata("acme", "a b/ä+~(1).zip")).containsEntry("export-id", "exp_1");
        }
    }

    @Test
    void withoutATagTheSizeIsAskedFor() {
        server.hideTags(true);
        assertThat(put(server.secretKey())).hasValue(Confirmation.SIZE);
    }

    @Test
    void otherBytesAreNoSuccess() {
        server.corruptNextWrite();
        assertThat(put(server.secretKey())).isEmpty();
    }

    @Test
    void anotherSizeIsNoSuccess() {
        server.hideTags(true);
        server.misreportSizesBy(1);
        assertThat(put(server.secretKey())).isEmpty();
    }

    @Test
    void neitherARefusalNorAFailureIsSuccess() {
        assertThat(put("not-the-secret")).isEmpty();
        server.failWrites(503, 1);
        assertThat(put(server.secretKey())).isEmpty();
        server.down();
        assertThat(put(server.secretKey())).isEmpty();
    }

    /** What does not get through is put again, the ordinary way, and the rest of the batch too. */
    @Test
    void aBatchGoesOnTheOrdinaryWay() throws IOException {
        server.failWrites(503, 1);
        try (S3Store store = store(server.secretKey(), "true", "when-required")) {
            List<PutResult> results = store.putAll(new ContentBatch(List.of(item("1.zip"), item("2.zip"))));
            assertThat(results).extracting(PutResult::stored).doesNotContainNull();
            assertThat(results.get(0).stored())
                    .isEqualTo(new Stored("s3://acme/1.zip", BYTES.length, Confirmation.DIGEST));
        }
        assertThat(server.keys("acme")).containsExactlyInAnyOrder("1.zip", "2.zip");
    }

    private Optional<Confirmation> put(String secret) {
        try (S3Store store = store(secret, "true", "when-required");
                SmallObjects small = new SmallObjects(store.client(), store.getOptions())) {
            return small.put(item("a.zip"));
        }
    }

    private static ContentBatch.Item item(String key) {
        return new ContentBatch.Item(key, TestContent.of(BYTES));
    }

    private S3Store store(String secret, String sign, String checksum) {
        S3Store store = new S3Store();
        store.getOptions().setBucket("acme");
        store.getOptions().setEndpoint(server.endpoint().toString());
        store.getOptions().setPathStyle("true");
        store.getOptions().setAccessKey(server.accessKey());
        store.getOptions().setSecretKey(secret);
        store.getOptions().setSignPayload(sign);
        store.getOptions().setChecksum(checksum);
        return store;
    }
}
