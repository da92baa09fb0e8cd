package io.exportroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.PassingFailure;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Objects above the threshold, which is as low as it goes here: the whole contract again, in parts. */
class S3MultipartTest extends S3StoreContract {
    @Override
    ArtifactStore open() {
        S3Store store = (S3Store) super.open();
        store.setMultipartThreshold("1B");
        store.setPartSize("5MiB");
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
                .isInstanceOf(PassingFailure.class);
        assertThat(server().keys("acme")).doesNotContain("refused.zip");
        assertThat(server().openUploads("acme")).isZero();
    }

    @Test
    void thePartsOfALargeObjectStayBelowTheLimitOfS3() {
        S3Store store = new S3Store();
        assertThat(store.partSizeFor(64L << 20)).isEqualTo(16L << 20);
        long size = 5L << 40;
        assertThat(size / store.partSizeFor(size)).isBetween(8_900L, 9_000L);
        assertThat(store.inParts(64L << 20)).isFalse();
        assertThat(store.inParts((64L << 20) + 1)).isTrue();
        store.setMultipartThreshold("1TiB");
        assertThat(store.inParts((5L << 30) + 1)).isTrue();
    }
}
