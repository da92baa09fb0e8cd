package io.exportroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.spool.Spool;
import io.exportroutes.spool.SpoolFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one attempt sees of an artifact. */
class RevocableContentTest {
    @TempDir
    private Path folder;

    /** A download that began again may have another size than the one that an earlier attempt was told. */
    @Test
    void anAttemptBeginsWithTheSizeAsItIsNow() throws IOException {
        SpoolFile file = new Spool(folder, Duration.ofMinutes(1)).open("exp_1");
        file.expect(3);
        Content artifact = new SpooledContent(file, "mirror", "text/plain", Map.of());
        assertThat(artifact.size()).hasValue(3);
        file.expect(5);
        file.append("bytes".getBytes(), 0, 5);
        file.complete(noted -> {});

        RevocableContent attempt = new RevocableContent(artifact, 0, null, () -> null);

        try (InputStream bytes = attempt.open()) {
            assertThat(bytes.readAllBytes()).hasSize(5);
        }
        assertThat(attempt.size()).hasValue(5);
    }

    @Test
    void anAttemptHadAllOnceItHasReadTheLastByteOrWaitedForTheWhole() throws IOException {
        Content content = TestContent.of(new byte[100]);
        RevocableContent reading = new RevocableContent(content, 0, null, () -> null);
        try (InputStream bytes = reading.open()) {
            bytes.skipNBytes(50);
            bytes.readNBytes(49);
            assertThat(reading.isGivenWhole()).isFalse();
            assertThat(bytes.read()).isZero();
            assertThat(reading.isGivenWhole()).isTrue();
        }
        RevocableContent toItsEnd =
                new RevocableContent(TestContent.of(new byte[100]).ofUnknownSize(), 0, null, () -> null);
        try (InputStream bytes = toItsEnd.open()) {
            assertThat(bytes.readNBytes(new byte[200], 0, 99)).isEqualTo(99);
            assertThat(bytes.read()).isZero();
            assertThat(toItsEnd.isGivenWhole()).isFalse();
            assertThat(bytes.read()).isNegative();
            assertThat(toItsEnd.isGivenWhole()).isTrue();
        }
        RevocableContent waiting = new RevocableContent(content, 0, null, () -> null);
        waiting.awaitVerified();
        assertThat(waiting.isGivenWhole()).isTrue();
    }
}
