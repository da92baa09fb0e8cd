package io.exportroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.exportroutes.delivery.ArtifactStore.Stored;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** What every store does, on its real far end; the hooks say how to look at that from behind. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(600)
public abstract class ArtifactStoreContract {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ArtifactStore store;

    /** Opens a store on the far end, which runs from the first call on. */
    public abstract ArtifactStore open() throws Exception;

    /** The bytes under the key as the far end itself has them. */
    public abstract Optional<byte[]> atFarEnd(String key) throws IOException;

    /** All that is there, temporary files and open uploads too, each by its path or key. */
    public abstract List<String> allAtFarEnd() throws IOException;

    @BeforeAll
    void openStore() throws Exception {
        store = open();
    }

    @AfterAll
    void closeStore() {
        threads.shutdownNow();
        store.close();
    }

    /** Forgets all kept connections. */
    public void reopen() throws Exception {
        store.close();
        store = open();
    }

    public ArtifactStore store() {
        return store;
    }

    @Test
    void whatIsPutIsFoundReadAndDeleted() throws IOException {
        byte[] bytes = bytes(100_000);
        Stored stored = store.put("crm/nightly/a.zip", TestContent.of(bytes));
        assertThat(stored.size()).isEqualTo(100_000);
        assertThat(stored.location()).endsWith("/crm/nightly/a.zip");
        assertThat(atFarEnd("crm/nightly/a.zip")).hasValue(bytes);
        assertThat(store.find("crm/nightly/a.zip")).contains(new Stored(stored.location(), 100_000));
        try (InputStream back = store.read("crm/nightly/a.zip")) {
            assertThat(back.readAllBytes()).isEqualTo(bytes);
        }
        store.delete("crm/nightly/a.zip");
        assertThat(atFarEnd("crm/nightly/a.zip")).isEmpty();
        assertThat(store.find("crm/nightly/a.zip")).isEmpty();
        store.delete("crm/nightly/a.zip");
    }

    @Test
    void whatIsNotThereCannotBeRead() {
        assertThatThrownBy(() -> store.read("nobody/was/here.zip").close())
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo("not_found"));
    }

    @Test
    void aRepeatReplacesWhatIsThere() throws IOException {
        store.put("repeat.zip", TestContent.of(bytes(300_000)));
        byte[] second = bytes(1_000);
        store.put("repeat.zip", TestContent.of(second));
        assertThat(atFarEnd("repeat.zip")).hasValue(second);
    }

    @Test
    void ofABatchEachSucceedsOrFailsByItself() throws IOException {
        new BatchOfContents(this).eachSucceedsOrFailsByItself();
    }

    @Test
    void contentThatBreaksLeavesNothing() throws IOException {
        store.put("broken/before.zip", TestContent.of(bytes(10)));
        List<String> before = allAtFarEnd();
        TestContent content = TestContent.of(bytes(3_000_000)).failingAt(2_900_000);
        assertThatThrownBy(() -> store.put("broken/new.zip", content)).hasMessage("The download broke");
        assertThat(allAtFarEnd()).isEqualTo(before);
    }

    @Test
    void contentThatBreaksLeavesTheOldObject() throws IOException {
        byte[] old = bytes(50_000);
        store.put("broken/old.zip", TestContent.of(old));
        TestContent content = TestContent.of(bytes(50_000)).failingAt(49_999);
        assertThatThrownBy(() -> store.put("broken/old.zip", content)).hasMessage("The download broke");
        assertThat(atFarEnd("broken/old.zip")).hasValue(old);
    }

    @Test
    void growingContentAppearsOnlyOnceItIsVerified() throws Exception {
        byte[] bytes = bytes(2_000_000);
        TestContent content = TestContent.growing(bytes);
        Future<Stored> put = threads.submit(() -> store.put("growing/good.zip", content));
        content.awaitReader(put);
        assertThat(atFarEnd("growing/good.zip")).isEmpty();
        assertThat(put).isNotDone();
        content.verify();
        assertThat(put.get(90, TimeUnit.SECONDS).size()).isEqualTo(bytes.length);
        assertThat(atFarEnd("growing/good.zip")).hasValue(bytes);
    }

    @Test
    void growingContentThatIsNeverVerifiedNeverAppears() throws Exception {
        TestContent content = TestContent.growing(bytes(2_000_000));
        Future<Stored> put = threads.submit(() -> store.put("growing/bad.zip", content));
        content.awaitReader(put);
        content.fail(new IOException("The zip has no directory"));
        assertThat(catchThrowable(() -> put.get(90, TimeUnit.SECONDS))).hasRootCauseMessage("The zip has no directory");
        assertThat(atFarEnd("growing/bad.zip")).isEmpty();
    }

    /** A process that was given up for dead goes on when the next one is through. */
    @Test
    void theBytesOfTwoHoldersNeverMix() throws Exception {
        byte[] early = bytes(2_000_000);
        byte[] next = Arrays.copyOf(early, early.length);
        next[7]++;
        next[next.length - 1]++;
        TestContent late = TestContent.growing(early).ofFence(1);
        try (ArtifactStore other = open()) {
            Future<Stored> earlier = threads.submit(() -> other.put("late/a.zip", late));
            late.awaitReader(earlier);
            store.put("late/a.zip", TestContent.of(next).ofFence(2));
            assertThat(atFarEnd("late/a.zip")).hasValue(next);
            late.verify();
            Throwable refused = catchThrowable(() -> earlier.get(90, TimeUnit.SECONDS));
            assertThat(atFarEnd("late/a.zip")).hasValue(refused == null ? early : next);
        }
    }

    @Test
    void contentOfUnknownSizeIsWrittenWhole() throws IOException {
        byte[] bytes = bytes(1_234_567);
        assertThat(store.put("unknown.zip", TestContent.of(bytes).ofUnknownSize())
                        .size())
                .isEqualTo(1_234_567);
        assertThat(atFarEnd("unknown.zip")).hasValue(bytes);
    }

    @Test
    void growingContentOfUnknownSizeAppearsOnlyOnceItIsVerified() throws Exception {
        byte[] bytes = bytes(400_000);
        TestContent content = TestContent.growing(bytes).ofUnknownSize();
        Future<Stored> put = threads.submit(() -> store.put("growing/unknown.zip", content));
        content.awaitReader();
        assertThat(atFarEnd("growing/unknown.zip")).isEmpty();
        content.verify();
        put.get(90, TimeUnit.SECONDS);
        assertThat(atFarEnd("growing/unknown.zip")).hasValue(bytes);
    }

    @Test
    void emptyContentIsAnEmptyObject() throws IOException {
        assertThat(store.put("empty.json", TestContent.of(new byte[0])).size()).isZero();
        assertThat(atFarEnd("empty.json")).hasValue(new byte[0]);
    }

    @Test
    void manySmallReadsMakeOneWholeObject() throws IOException {
        byte[] bytes = bytes(20 << 20);
        store.put("small-reads.zip", TestContent.of(bytes).inReadsOf(1_357));
        assertThat(atFarEnd("small-reads.zip")).hasValue(bytes);
    }

    @Test
    void namesMayHaveAnyLetters() throws IOException {
        String key = "Prüfung/数据库 €/näme + 100% ${body} {{x}} 😀.zip";
        byte[] bytes = bytes(10);
        assertThat(store.put(key, TestContent.of(bytes)).location()).endsWith(key);
        assertThat(atFarEnd(key)).hasValue(bytes);
        assertThat(store.find(key)).isPresent();
    }

    @Test
    void keysWithEmptyOrUpwardPartsAreRefused() {
        for (String key : List.of("", "/a", "a/", "a//b", "../a", "a/../b", ".", "a/./b", "a\nb", "a\\b")) {
            assertThatThrownBy(() -> store.put(key, TestContent.of(bytes(1))))
                    .as("key <%s>", key)
                    .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("key_invalid"));
        }
    }

    @Test
    void putsAtTheSameTimeDoNotMeet() throws Exception {
        List<Future<Stored>> puts = new ArrayList<>();
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String key = "parallel/" + i + ".zip";
            byte[] bytes = bytes(700_000 + i);
            contents.add(bytes);
            puts.add(threads.submit(() -> store.put(key, TestContent.of(bytes))));
        }
        for (int i = 0; i < puts.size(); i++) {
            puts.get(i).get(90, TimeUnit.SECONDS);
            assertThat(atFarEnd("parallel/" + i + ".zip")).hasValue(contents.get(i));
        }
    }

    /** Far ends that can be reached wrongly: over a network, with a login. */
    @TestInstance(Lifecycle.PER_CLASS)
    @Timeout(120)
    public abstract static class Remote extends ArtifactStoreContract {
        /** A store with a wrong secret, and a part of the code of the failure that it meets. */
        public abstract ArtifactStore withWrongSecret() throws Exception;

        public abstract String wrongSecretCode();

        public abstract void down();

        public abstract void up();

        public abstract void misreportSizesBy(long bytes);

        @Test
        void aWrongSecretIsFinalAndNotTold() throws Exception {
            try (ArtifactStore wrong = withWrongSecret()) {
                PermanentFailure thrown = catchThrowableOfType(
                        PermanentFailure.class, () -> wrong.put("wrong.zip", TestContent.of(bytes(10))));
                assertThat(thrown).hasMessageNotContaining("not-the-secret");
                assertThat(thrown.code()).isEqualTo(wrongSecretCode());
                assertThat(thrown.hint()).isNotBlank().doesNotContain("not-the-secret");
                assertThat(wrong.toString()).doesNotContain("not-the-secret");
            }
            assertThat(atFarEnd("wrong.zip")).isEmpty();
        }

        @Test
        void aServerThatIsDownPassesAndTheSameStoreGoesOnAfterwards() throws Exception {
            store().put("down.zip", TestContent.of(bytes(10)));
            down();
            try {
                assertThatThrownBy(() -> store().put("down.zip", TestContent.of(bytes(20))))
                        .isInstanceOf(TransientFailure.class);
            } finally {
                up();
            }
            byte[] bytes = bytes(30);
            // A kept connection may turn out to be dead once more, which is what the redelivery is for.
            await().ignoreExceptionsInstanceOf(TransientFailure.class)
                    .until(() -> store().put("down.zip", TestContent.of(bytes)).size() == 30);
            assertThat(atFarEnd("down.zip")).hasValue(bytes);
            reopen();
        }

        @Test
        void aFarEndThatHasAnotherSizeIsNoSuccess() {
            misreportSizesBy(-1);
            try {
                assertThatThrownBy(() -> store().put("size.zip", TestContent.of(bytes(1_000))))
                        .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                                .isEqualTo("copy_differs"));
            } finally {
                misreportSizesBy(0);
            }
        }
    }

    public static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }
}
