package io.exportroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.ArtifactStore.Stored;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Part of {@link ArtifactStoreContract}: several contents by one call, the third of which breaks at its last byte. */
final class BatchOfContents {
    private static final int BROKEN = 2;
    private static final int[] SIZES = {70_000, 1, 50_000, 1_048_577, 300};

    private final ArtifactStoreContract far;
    private final List<byte[]> contents = new ArrayList<>();

    BatchOfContents(ArtifactStoreContract far) {
        this.far = far;
        Random random = new Random(11);
        for (int size : SIZES) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            contents.add(bytes);
        }
    }

    void eachSucceedsOrFailsByItself() throws IOException {
        byte[] old = {1, 2, 3};
        Stored single = far.store().put(key(BROKEN), TestContent.of(old));
        int before = far.allAtFarEnd().size();

        List<PutResult> results = far.store().putAll(batch());

        assertThat(results).hasSize(SIZES.length);
        assertThat(results.get(BROKEN).stored()).isNull();
        assertThat(results.get(BROKEN).failure()).hasMessage("The download broke");
        assertThat(far.atFarEnd(key(BROKEN))).hasValue(old);
        for (int at = 0; at < SIZES.length; at++) {
            if (at != BROKEN) {
                isStored(at, Objects.requireNonNull(results.get(at).stored()), single);
            }
        }
        assertThat(far.allAtFarEnd()).hasSize(before + SIZES.length - 1);
    }

    private ContentBatch batch() {
        List<ContentBatch.Item> items = new ArrayList<>();
        for (int at = 0; at < SIZES.length; at++) {
            TestContent content = TestContent.of(contents.get(at));
            items.add(new ContentBatch.Item(key(at), at == BROKEN ? content.failingAt(SIZES[at] - 1) : content));
        }
        return new ContentBatch(items);
    }

    private void isStored(int at, Stored stored, Stored single) throws IOException {
        assertThat(stored.size()).isEqualTo(SIZES[at]);
        assertThat(stored.location()).endsWith("/" + key(at));
        assertThat(stored.confirmation()).isEqualTo(single.confirmation());
        assertThat(far.atFarEnd(key(at))).hasValue(contents.get(at));
    }

    private static String key(int at) {
        return "batch/" + at + " ä+.zip";
    }
}
