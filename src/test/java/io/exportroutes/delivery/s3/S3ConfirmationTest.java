package io.exportroutes.delivery.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.TestContent;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.lab.servers.S3Server;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.testing.Background;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Point 25: how an S3-compatible server confirms what it stores, with what it has, and never more than is true. */
class S3ConfirmationTest {
    private static final int ABOVE_A_MEBIBYTE = (3 << 20) + 17;
    private static final int THREE_PARTS = (12 << 20) + 17;

    private final S3Server server = S3Server.start("acme");

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1000, when-required",
        "3145745, when-required",
        "3145745, when-supported",
        "12582929, when-required",
        "12582929, when-supported"
    })
    void aServerWhoseTagsAreMd5sConfirmsByDigest(int size, String checksum) throws IOException {
        try (S3Store store = store(checksum)) {
            assertThat(store.put("a.zip", TestContent.of(bytes(size))).confirmation())
                    .isEqualTo(Confirmation.DIGEST);
        }
    }

    /** Pieces of odd lengths, as they come while the download runs, and as over TLS, where the client takes small ones too. */
    @ParameterizedTest
    @CsvSource({"3145745, when-required", "12582929, when-required", "12582929, when-supported"})
    void whatArrivesInSmallPiecesIsConfirmedAsWell(int size, String checksum) throws Exception {
        TestContent content = TestContent.growing(bytes(size)).inReadsOf(50_001);
        try (S3Store store = store(checksum)) {
            store.getOptions().setSignPayload("false");
            CompletableFuture<@Nullable Confirmation> put = Background.call(() -> put(store, content));
            content.awaitReader(put);
            content.verify();
            assertThat(put.get(90, TimeUnit.SECONDS)).isEqualTo(Confirmation.DIGEST);
        }
    }

    @ParameterizedTest
    @CsvSource({"1000", "3145745", "12582929"})
    void aServerWhoseTagsSayNothingConfirmsBySizeAlone(int size) throws IOException {
        server.hideTags(true);
        try (S3Store store = store("when-required")) {
            assertThat(store.put("a.zip", TestContent.of(bytes(size))).confirmation())
                    .isEqualTo(Confirmation.SIZE);
        }
    }

    @ParameterizedTest
    @CsvSource({"3145745", "12582929"})
    void otherBytesOfTheSameSizeAreNoSuccess(int size) throws IOException {
        try (S3Store store = store("when-required")) {
            store.put("before.zip", TestContent.of(bytes(size)));
            server.corruptNextWrite();
            assertThatThrownBy(() -> store.put("a.zip", TestContent.of(bytes(size))))
                    .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("copy_differs"));
            assertThat(store.put("a.zip", TestContent.of(bytes(size))).confirmation())
                    .isEqualTo(Confirmation.DIGEST);
            assertThat(server.read("acme", "a.zip")).isEqualTo(bytes(size));
        }
    }

    @Test
    void oneObjectWhoseTagTellsNothingIsNoProofAgainstIt() throws IOException {
        server.corruptNextWrite();
        try (S3Store store = store("when-required")) {
            assertThat(store.put("first.zip", TestContent.of(bytes(ABOVE_A_MEBIBYTE)))
                            .confirmation())
                    .as("nobody knows yet what this server's tags are")
                    .isEqualTo(Confirmation.SIZE);
        }
    }

    @Test
    void theOtherPartsShowWhatTheFirstOnesTagMeans() throws IOException {
        server.corruptNextWrite();
        try (S3Store store = store("when-required")) {
            assertThatThrownBy(() -> store.put("a.zip", TestContent.of(bytes(THREE_PARTS))))
                    .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("copy_differs"));
            assertThat(server.keys("acme")).isEmpty();
        }
    }

    @Test
    void aPartThatDiffersFromTheOthersIsFoundInItsOwnUpload() throws IOException {
        try (S3Store store = store("when-required")) {
            store.getOptions().setPartsInFlight("1");
            TestContent content = TestContent.of(bytes(THREE_PARTS)).whenReading(6 << 20, server::corruptNextWrite);
            assertThatThrownBy(() -> store.put("a.zip", content))
                    .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure)
                            .hasMessageMatching("Part [23] of s3://acme/a.zip has MD5 .*"));
            assertThat(server.openUploads("acme")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"1000", "12582929"})
    void whatTheUploadsOwnAnswersConfirmIsNotAskedForAgain(int size) throws IOException {
        server.misreportSizesBy(-1); // which whoever asks would object to
        try (S3Store store = store("when-required")) {
            assertThat(store.put("a.zip", TestContent.of(bytes(size))).confirmation())
                    .isEqualTo(Confirmation.DIGEST);
        }
    }

    @Test
    void anObjectMadeOfOtherPartsIsNoSuccessOnceTheTagOfAWholeIsKnown() throws IOException {
        try (S3Store store = store("when-required")) {
            store.put("before.zip", TestContent.of(bytes(THREE_PARTS)));
            server.misassembleNextUpload();
            assertThatThrownBy(() -> store.put("a.zip", TestContent.of(bytes(THREE_PARTS))))
                    .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("copy_differs"))
                    .hasMessageMatching(
                            "s3://acme/a.zip has MD5 [0-9a-f]{32}-3 at the server, but [0-9a-f]{32}-3 was sent");
        }
    }

    @Test
    void aFirstTagThatIsNotThatOfTheWholeIsNoProofAgainstItAndNoneForIt() throws IOException {
        server.misassembleNextUpload();
        try (S3Store store = store("when-required")) {
            assertThat(store.put("a.zip", TestContent.of(bytes(THREE_PARTS))).confirmation())
                    .isEqualTo(Confirmation.SIZE);
        }
    }

    private S3Store store(String checksum) {
        S3Store store = new S3Store();
        store.getOptions().setBucket("acme");
        store.getOptions().setEndpoint(server.endpoint().toString());
        store.getOptions().setPathStyle("true");
        store.getOptions().setAccessKey(server.accessKey());
        store.getOptions().setSecretKey(server.secretKey());
        store.getOptions().setChecksum(checksum);
        store.getOptions().setMultipartThreshold("5MiB");
        store.getOptions().setPartSize("5MiB");
        return store;
    }

    private static @Nullable Confirmation put(S3Store store, Content content) {
        try {
            return store.put("a.zip", content).confirmation();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
