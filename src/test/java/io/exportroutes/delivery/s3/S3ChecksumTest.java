package io.exportroutes.delivery.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.ContentBatch;
import io.exportroutes.delivery.TestContent;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.lab.servers.S3Server;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.testing.Background;
import io.exportroutes.testing.ScriptedServer;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The SHA-256 of the whole object goes with it, so that the server verifies it, keeps it and tells it later. */
class S3ChecksumTest {
    private static final String KEY = "a.zip";
    private static final int ABOVE_A_MEBIBYTE = (3 << 20) + 17;

    private final S3Server server = S3Server.start("acme");

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"1000, true", "1000, false", "3145745, true", "3145745, false"})
    void theServerKeepsTheSha256OfWhatCameByOneRequest(int size, String sign) throws IOException {
        TestContent content = TestContent.of(bytes(size));
        try (S3Store store = store("when-supported", sign)) {
            store.put(KEY, content);

            assertTold(store, content);
        }
    }

    /** It comes behind the bytes then. S3Proxy compares it and keeps none, unlike AWS: what is sent is looked at. */
    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void whatIsStillArrivingHasItBehindItsBytes(String sign) throws Exception {
        TestContent content = TestContent.growing(bytes(ABOVE_A_MEBIBYTE)).inReadsOf(50_001);
        try (ScriptedServer listening = new ScriptedServer();
                S3Store store = store("when-supported", sign)) {
            listening.answers(503, "application/xml", "");
            store.getOptions().setEndpoint(listening.baseUrl());
            CompletableFuture<@Nullable Confirmation> put = Background.call(() -> put(store, content));
            content.awaitReader(put);
            content.verify();

            assertThatThrownBy(() -> put.get(90, TimeUnit.SECONDS)).hasRootCauseInstanceOf(S3Exception.class);

            ScriptedServer.Request sent = listening.requests().get(0);
            assertThat(sent.headers()).containsEntry("X-amz-trailer", "x-amz-checksum-sha256");
            assertThat(sent.body())
                    .contains("x-amz-checksum-sha256:"
                            + WholeChecksum.base64(content.awaitVerified().sha256()));
        }
    }

    /** What is small waits for its last bytes, so that its SHA-256 comes before them. */
    @Test
    void ofWhatIsSmallAndWasStillArrivingAsWell() throws Exception {
        TestContent content = TestContent.growing(bytes(1000));
        try (S3Store store = store("when-supported", "true")) {
            CompletableFuture<@Nullable Confirmation> put = Background.call(() -> put(store, content));
            content.verify();
            put.get(90, TimeUnit.SECONDS);

            assertTold(store, content);
        }
    }

    @Test
    void ofWhatCameTheShortWayAsWell() throws IOException {
        TestContent content = TestContent.of(bytes(1000));
        try (S3Store store = store("when-supported", "true")) {
            store.putAll(new ContentBatch(List.of(new ContentBatch.Item(KEY, content))));

            assertTold(store, content);
        }
    }

    /** Where the tag says nothing, as on AWS with a key of KMS, it takes the place of the MD5. */
    @ParameterizedTest
    @ValueSource(ints = {1000, ABOVE_A_MEBIBYTE})
    void itConfirmsWhereTheTagTellsNothing(int size) throws IOException {
        server.hideTags(true);
        try (S3Store store = store("when-supported", "true")) {
            assertThat(store.put(KEY, TestContent.of(bytes(size))).confirmation())
                    .isEqualTo(Confirmation.DIGEST);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, ABOVE_A_MEBIBYTE})
    void bytesThatAreNotThoseThatWereVerifiedAreRefused(int size) throws IOException {
        try (S3Store store = store("when-supported", "true")) {
            assertThatThrownBy(() -> store.put(KEY, new Rotten(TestContent.of(bytes(size)))))
                    .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("bad_digest"));
            assertThat(server.keys("acme")).isEmpty();
        }
    }

    /** What is of the parts' checksums is never taken for that of the object. */
    @Test
    void ofAnUploadInPartsThereIsNone() throws IOException {
        try (S3Store store = store("when-supported", "true")) {
            store.getOptions().setMultipartThreshold("5MiB");
            store.getOptions().setPartSize("5MiB");
            store.put(KEY, TestContent.of(bytes(12 << 20)));

            assertThat(WholeChecksum.of(head(store))).isNull();
            assertThat(WholeChecksum.of(told(WholeChecksum.base64("ab".repeat(32)) + "-3", null)))
                    .isNull();
            assertThat(WholeChecksum.of(told(WholeChecksum.base64("ab".repeat(32)), ChecksumType.COMPOSITE)))
                    .isNull();
            assertThat(WholeChecksum.of(told(WholeChecksum.base64("ab".repeat(32)), null)))
                    .isEqualTo("ab".repeat(32));
            assertThat(WholeChecksum.of(told("no checksum", null))).isNull();
        }
    }

    @Test
    void withoutChecksumsNoneIsSent() throws IOException {
        try (S3Store store = store("when-required", "true")) {
            store.put(KEY, TestContent.of(bytes(1000)));

            assertThat(WholeChecksum.of(head(store))).isNull();
        }
    }

    /** A reader finds out himself, by what was delivered, and is not stopped before. */
    @Test
    void bytesThatTheServerHasSpoiledAreGivenOut() throws IOException {
        byte[] bytes = bytes(1000);
        server.corruptNextWrite();
        try (S3Store store = store("when-supported", "true")) {
            store.put(KEY, TestContent.of(bytes));
            try (InputStream stored = store.read(KEY)) {
                assertThat(stored.readAllBytes()).hasSize(bytes.length).isNotEqualTo(bytes);
            }
        }
    }

    private static HeadObjectResponse told(String sha256, @Nullable ChecksumType type) {
        return HeadObjectResponse.builder()
                .checksumSHA256(sha256)
                .checksumType(type)
                .build();
    }

    private static void assertTold(S3Store store, Content content) throws IOException {
        HeadObjectResponse head = head(store);
        assertThat(WholeChecksum.of(head)).isEqualTo(content.awaitVerified().sha256());
        assertThat(head.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    }

    private static HeadObjectResponse head(S3Store store) {
        return store.client().headObject(head -> head.bucket("acme").key(KEY).checksumMode(ChecksumMode.ENABLED));
    }

    private static @Nullable Confirmation put(S3Store store, Content content) {
        try {
            return store.put(KEY, content).confirmation();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private S3Store store(String checksum, String sign) {
        S3Store store = new S3Store();
        store.getOptions().setBucket("acme");
        store.getOptions().setEndpoint(server.endpoint().toString());
        store.getOptions().setPathStyle("true");
        store.getOptions().setAccessKey(server.accessKey());
        store.getOptions().setSecretKey(server.secretKey());
        store.getOptions().setChecksum(checksum);
        store.getOptions().setSignPayload(sign);
        return store;
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** What the disk gives back is not what was verified. */
    private record Rotten(Content content) implements Content {
        @Override
        public OptionalLong size() {
            return content.size();
        }

        @Override
        public String contentType() {
            return content.contentType();
        }

        @Override
        public Map<String, String> metadata() {
            return content.metadata();
        }

        @Override
        public InputStream open() throws IOException {
            return content.open();
        }

        @Override
        public Verified awaitVerified() throws IOException {
            return new Verified(content.awaitVerified().size(), "ab".repeat(32));
        }
    }
}
