package io.exportroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.SourceFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.spool.Spool;
import io.exportroutes.spool.SpoolFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is to blame where an artifact cannot be read to its end. */
@SuppressWarnings("NullAway.Init")
class SpooledContentTest {
    private static final int SIZE = 100_000;

    @TempDir
    private Path folder;

    private SpoolFile file;

    @BeforeEach
    void begin() throws IOException {
        file = new Spool(folder, Duration.ofSeconds(30)).open("exp_1");
        file.expect(SIZE);
        file.append(new byte[SIZE], 0, SIZE);
    }

    /** Nothing to wait for: as a source's failure it would be tried again for ever, without counting. */
    @Test
    void aDiskThatLostBytesOfAWholeArtifactCountsAsAnAttempt() throws IOException {
        file.complete(verified -> {});
        cutOff();

        assertThat(failure())
                .isInstanceOf(TransientFailure.class)
                .extracting(ExportFailure::code)
                .isEqualTo("spool_read_failed");
    }

    @Test
    void anArtifactThatFailsWhileItArrivesIsTheSourcesFailure() throws IOException {
        try (InputStream reader = content().open()) {
            file.fail(new TransientFailure(FailureCode.DOWNLOAD_TRUNCATED, "It ended early", "It is retried."));

            assertThat(ExportFailure.in(catchThrowable(reader::readAllBytes))).isInstanceOf(SourceFailure.class);
        }
    }

    private ExportFailure failure() throws IOException {
        try (InputStream reader = content().open()) {
            return Objects.requireNonNull(ExportFailure.in(catchThrowable(reader::readAllBytes)));
        }
    }

    private SpooledContent content() {
        return new SpooledContent(file, "archive", "application/zip", Map.of());
    }

    private void cutOff() throws IOException {
        try (FileChannel bytes = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
            bytes.truncate(SIZE / 2);
        }
    }
}
