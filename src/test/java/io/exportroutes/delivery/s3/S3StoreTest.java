package io.exportroutes.delivery.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.exportroutes.delivery.BytesContent;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.TestContent;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Objects below the threshold: one PUT each. */
class S3StoreTest extends S3StoreContract {
    @Test
    void theMetadataGoesWithTheObject() throws IOException {
        store().put("meta.zip", TestContent.of(bytes(10)));
        assertThat(server().metadata("acme", "meta.zip")).isEqualTo(Map.of("export-id", "exp_1"));
    }

    @Test
    void metadataMayComeFromAnyJobName() throws IOException {
        Content content = new BytesContent(bytes(10), "application/zip", Map.of("job", "Prüfung\r\n"));
        store().put("meta-job.zip", content);
        assertThat(server().metadata("acme", "meta-job.zip")).isEqualTo(Map.of("job", "Pr_fung__"));
    }

    @Test
    void aServerThatKnowsNoChecksumsWillDo() throws IOException {
        S3Store plain = configured(new S3Store());
        plain.getOptions().setChecksum("when-required");
        try (plain) {
            TestContent content = TestContent.of(bytes(200_000)).inReadsOf(999);
            assertThat(plain.put("plain.zip", content).size()).isEqualTo(200_000);
        }
        assertThat(atFarEnd("plain.zip")).hasValue(bytes(200_000));
    }

    @Test
    void aTagThatIsTheMd5OfTheBytesNeedsNoSecondQuestion() throws IOException {
        server().misreportSizesBy(-1);
        try {
            assertThat(store().put("tagged.zip", TestContent.of(bytes(1_000))).size())
                    .isEqualTo(1_000);
        } finally {
            server().misreportSizesBy(0);
        }
    }

    /** A store whose HEAD lags behind its PUT. */
    @Test
    void anObjectThatCannotBeSeenYetIsAskedForAgainAndNotWrittenAgain() throws IOException {
        server().hideTags(true);
        server().hideObjects(3);
        try {
            assertThat(store().put("lag.zip", TestContent.of(bytes(10))).size()).isEqualTo(10);
            assertThat(server().hiddenStill()).isZero();
        } finally {
            server().hideTags(false);
        }
    }

    /** As the limit of a delivery, and the deadline of its run, do. */
    @Test
    void anInterruptEndsTheWaitForAnObjectThatNeverShows() throws Exception {
        server().hideTags(true);
        server().hideObjects(1_000_000);
        AtomicReference<@Nullable Throwable> outcome = new AtomicReference<>();
        Thread put = new Thread(
                () -> outcome.set(catchThrowable(() -> store().put("hidden.zip", TestContent.of(bytes(10))))));
        try {
            put.start();
            await().until(() -> server().hiddenStill() <= 1_000_000 - 2);
            put.interrupt();
            put.join();
            assertThat(outcome.get()).isInstanceOf(TransientFailure.class);
        } finally {
            server().hideObjects(0);
            server().hideTags(false);
        }
    }

    @Test
    void whereNobodyInterruptsItTheWaitEndsBySayingWhatItWaitsFor() {
        assertThatThrownBy(() -> new S3VisibilityWait("s3://acme/a.zip", Duration.ZERO).await(Optional::empty))
                .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo("not_visible_yet"))
                .hasMessageContaining("s3://acme/a.zip");
    }

    @Test
    void theBucketMustBeThere() {
        S3Store elsewhere = refused(new S3Store());
        elsewhere.getOptions().setBucket("nowhere");
        fails(elsewhere, PermanentFailure.class, "directory_missing");
    }

    @Test
    void anUnknownAccessKeyIsFinal() {
        S3Store stranger = refused(new S3Store());
        stranger.getOptions().setAccessKey("stranger");
        fails(stranger, PermanentFailure.class, "login_refused");
    }

    @Test
    void aServerInTroublePasses() {
        for (int status : new int[] {500, 503, 429}) {
            server().failWrites(status, 1);
            assertThatThrownBy(() -> store().put("trouble.zip", TestContent.of(bytes(10))))
                    .as("status %d", status)
                    .isInstanceOf(TransientFailure.class);
        }
    }

    @Test
    void nothingIsTriedTwiceInHere() throws IOException {
        server().failWrites(503, 1);
        assertThatThrownBy(() -> store().put("once.zip", TestContent.of(bytes(10))))
                .isInstanceOf(TransientFailure.class);
        store().put("once.zip", TestContent.of(bytes(10)));
    }

    @Test
    void plainHttpOffThisMachineHasToBeSaid() {
        S3Store elsewhere = configured(new S3Store());
        elsewhere.getOptions().setEndpoint("http://s3.example.com:9000");
        fails(elsewhere, PermanentFailure.class, "not_encrypted");
        S3Store said = configured(new S3Store());
        said.getOptions().setEndpoint("http://nowhere.invalid:9000");
        said.getOptions().setInsecureHttp("true");
        fails(said, TransientFailure.class, "unknown_host");
    }

    @Test
    void wrongOptionsAreNamed() {
        S3Store half = configured(new S3Store());
        half.getOptions().setSecretKey(" ");
        fails(half, PermanentFailure.class, "invalid_option");
        S3Store size = configured(new S3Store());
        size.getOptions().setPartSize("plenty");
        fails(size, PermanentFailure.class, "invalid_option");
        S3Store url = configured(new S3Store());
        url.getOptions().setEndpoint("s3.example.com");
        fails(url, PermanentFailure.class, "invalid_option");
    }

    private static void fails(S3Store store, Class<? extends ExportFailure> type, String code) {
        try (store) {
            assertThatThrownBy(() -> store.put("a.zip", TestContent.of(bytes(10))))
                    .isInstanceOfSatisfying(
                            type, failure -> assertThat(failure.code()).isEqualTo(code));
        }
    }
}
