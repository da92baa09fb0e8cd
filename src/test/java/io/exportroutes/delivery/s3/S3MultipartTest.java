package io.exportroutes.delivery.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.TestContent;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.testing.ScriptedServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects above the threshold, which is as low as it goes here: the whole contract again, in parts. */
class S3MultipartTest extends S3StoreContract {
    @Override
    public ArtifactStore open() {
        S3Store store = (S3Store) super.open();
        store.getOptions().setMultipartThreshold("1B");
        store.getOptions().setPartSize("5MiB");
        return store;
    }

    @Test
    void severalPartsMakeOneObjectWithItsMetadata() throws IOException {
        byte[] bytes = bytes((12 << 20) + 17);
        store().put("parts.zip", TestContent.of(bytes));
        assertThat(atFarEnd("parts.zip")).hasValue(bytes);
        assertThat(server().metadata("acme", "parts.zip")).isEqualTo(Map.of("export-id", "exp_1"));
    }

    @Test
    void contentThatBreaksInALaterPartLeavesNoUploadBehind() {
        TestContent content = TestContent.of(bytes(12 << 20)).failingAt(11 << 20);
        assertThatThrownBy(() -> store().put("cut.zip", content)).hasMessage("The download broke");
        assertThat(server().keys("acme")).doesNotContain("cut.zip");
        assertThat(server().openUploads("acme")).isZero();
    }

    @Test
    void aPartThatIsRefusedLeavesNoUploadBehind() {
        server().failWrites(500, 1);
        assertThatThrownBy(() -> store().put("refused.zip", TestContent.of(bytes(6 << 20))))
                .isInstanceOf(TransientFailure.class);
        assertThat(server().keys("acme")).doesNotContain("refused.zip");
        assertThat(server().openUploads("acme")).isZero();
    }

    /** S3 keeps a part that arrives after the abort. */
    @Test
    void partsOnTheirWayEndBeforeTheUploadIsAborted() {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch aborted = new CountDownLatch(1);
        server().refusePart(1, () -> within(60, underWay));
        server().whenAborted(() -> {
            order.add("aborted");
            aborted.countDown();
        });
        TestContent content = TestContent.of(bytes((9 << 20) + 17)).whenReading(6 << 20, () -> {
            underWay.countDown();
            assertThat(within(60, new CountDownLatch(1))).as("broken off").isFalse();
            within(1, aborted); // which has to wait for this
            order.add("part over");
        });
        try {
            assertThatThrownBy(() -> store().put("late.zip", content)).isInstanceOf(TransientFailure.class);
            assertThat(order).containsExactly("part over", "aborted");
        } finally {
            server().whenAborted(() -> {});
        }
    }

    /** False where it did not happen within these seconds, or the thread was interrupted. */
    private static boolean within(int seconds, CountDownLatch event) {
        try {
            return event.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void whatIsInterruptedLeavesNoUploadBehind() throws Exception {
        TestContent content = TestContent.growing(bytes(12 << 20));
        AtomicReference<@Nullable Throwable> outcome = new AtomicReference<>();
        Thread put = new Thread(() -> outcome.set(catchThrowable(() -> store().put("interrupted.zip", content))));
        put.start();
        content.awaitReader();
        put.interrupt();
        put.join();
        assertThat(outcome.get()).isInstanceOf(TransientFailure.class);
        assertThat(server().openUploads("acme")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"when-supported, CRC32", "when-required, -"})
    void theUploadAnnouncesTheChecksumThatItsPartsCarry(String option, @Nullable String announced) {
        try (ScriptedServer scripted = new ScriptedServer();
                S3Store store = (S3Store) open()) {
            store.getOptions().setEndpoint(scripted.baseUrl());
            store.getOptions().setChecksum(option);
            scripted.answers(exchange ->
                    exchange.sendResponseHeaders(exchange.getRequestMethod().equals("GET") ? 501 : 503, -1));

            assertThatThrownBy(() -> store.put("a.zip", TestContent.of(bytes(10))))
                    .isInstanceOf(TransientFailure.class);

            ScriptedServer.Request begin = scripted.requests().get(1);
            assertThat(begin.method() + begin.uri()).isEqualTo("POST/acme/a.zip?uploads");
            assertThat(begin.headers().get("x-amz-checksum-algorithm")).isEqualTo(announced);
        }
    }

    @Test
    void aServerThatKnowsNoChecksumsTakesPartsToo() throws IOException {
        try (S3Store plain = (S3Store) open()) {
            plain.getOptions().setChecksum("when-required");
            byte[] bytes = bytes((12 << 20) + 17);
            plain.put("plain-parts.zip", TestContent.of(bytes));
            assertThat(atFarEnd("plain-parts.zip")).hasValue(bytes);
        }
    }

    @Test
    void thePartsOfALargeObjectStayBelowTheLimitOfS3() {
        S3Options options = new S3Options();
        assertThat(options.partSizeFor(64L << 20)).isEqualTo(16L << 20);
        long size = 5L << 40;
        assertThat(size / options.partSizeFor(size)).isBetween(8_900L, 9_000L);
        assertThat(options.inParts(64L << 20)).isFalse();
        assertThat(options.inParts((64L << 20) + 1)).isTrue();
        options.setMultipartThreshold("1TiB");
        assertThat(options.inParts((5L << 30) + 1)).isTrue();
    }
}
