package io.exportroutes.path;

import static io.exportroutes.api.download.RawServer.head;
import static io.exportroutes.api.download.RawServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.exportroutes.api.download.DownloadCall;
import io.exportroutes.api.download.DownloadTarget;
import io.exportroutes.api.download.Downloader;
import io.exportroutes.api.download.DownloaderTest;
import io.exportroutes.api.download.RawServer;
import io.exportroutes.config.ApiConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.spool.Spool;
import io.exportroutes.spool.SpoolFile;
import io.exportroutes.spool.SpoolReader;
import io.exportroutes.spool.verify.ArtifactFacts;
import io.exportroutes.spool.verify.Findings;
import io.exportroutes.spool.verify.Verifier;
import io.exportroutes.testing.Background;
import io.exportroutes.value.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A download into the spool with followers on it, over a real socket. */
@Timeout(180)
class DownloadToSpoolTest {
    private static final ArtifactFacts ZIP = new ArtifactFacts("zip", null, null, null);
    private static final byte[] ARTIFACT = zip();

    @TempDir
    Path folder;

    @Test
    void aTruncatedDownloadIsNeverShownAndTheNextAttemptGoesOnWithIt() throws Exception {
        int cut = ARTIFACT.length / 2;
        try (RawServer server = new RawServer((number, request, out) -> {
                    if (number == 1) {
                        whole(out, ARTIFACT, cut);
                    } else {
                        rest(out, ARTIFACT, request.header("Range"));
                    }
                });
                Downloader downloader = DownloaderTest.open(config(server))) {
            SpoolFile file = spool().open("exp_1");
            SpoolReader reader = file.read("archive", file.expectedSize());
            CompletableFuture<byte[]> delivered = Background.call(() -> drain(reader));
            assertThatThrownBy(() -> fetch(downloader, file)).hasMessageContaining("ended early");
            await().until(() -> reader.position() == cut - 1);
            assertThat(delivered).isNotDone();

            fetch(downloader, file);
            assertThat(server.requests().get(1).header("Range")).isEqualTo("bytes=" + cut + "-");
            await().until(() -> reader.position() == ARTIFACT.length - 1);
            Verifier.verify(file.path(), ZIP, Findings.NOTHING, file::touch);
            file.complete(noted -> {});
            assertThat(delivered.get()).isEqualTo(ARTIFACT);
        }
    }

    @Test
    void aCorruptDownloadReachesNobodyWhole() throws Exception {
        byte[] corrupt = ARTIFACT.clone();
        corrupt[corrupt.length / 2] ^= 1;
        try (RawServer server = new RawServer((number, request, out) -> whole(out, corrupt, corrupt.length));
                Downloader downloader = DownloaderTest.open(config(server))) {
            SpoolFile file = spool().open("exp_1");
            SpoolReader reader = file.read("archive", file.expectedSize());
            fetch(downloader, file);
            reader.readNBytes(corrupt.length - 1);
            ExportFailure failure = catchThrowableOfType(
                    ExportFailure.class, () -> Verifier.verify(file.path(), ZIP, Findings.NOTHING, () -> {}));
            file.fail(failure);
            assertThatThrownBy(reader::read).hasCause(failure);
        }
    }

    @Test
    void anArtifactThatChangedBetweenTwoAttemptsIsNotJoined() throws Exception {
        byte[] other = new byte[ARTIFACT.length - 100];
        try (RawServer server = new RawServer((number, request, out) -> {
                    if (number == 1) {
                        whole(out, ARTIFACT, 10_000);
                    } else {
                        whole(out, other, other.length);
                    }
                });
                Downloader downloader = DownloaderTest.open(config(server))) {
            SpoolFile file = spool().open("exp_1");
            SpoolReader reader = file.read("archive", file.expectedSize());
            assertThatThrownBy(() -> fetch(downloader, file)).isInstanceOf(ExportFailure.class);
            assertThat(reader.read()).isEqualTo('P');
            fetch(downloader, file);
            assertThat(file.received()).isEqualTo(other.length);
            assertThatThrownBy(reader::read).hasMessageContaining("began again");
            file.complete(noted -> {});
            assertThat(file.read("late", file.expectedSize()).readAllBytes()).isEqualTo(other);
        }
    }

    private Spool spool() {
        return new Spool(folder.resolve("spool"), Duration.ofMinutes(2));
    }

    private static void fetch(Downloader downloader, SpoolFile file) {
        downloader.fetch(new DownloadCall("crm", "exp_1", "nightly", "run-1", null), new IntoSpool(file), () -> {});
    }

    private static ApiConfig config(RawServer server) {
        Duration patient = Duration.ofSeconds(90);
        return new ApiConfig(
                server.url(), new Secret("pat_1"), new ApiConfig.Timeouts(patient, patient, patient), patient, 8);
    }

    private static void whole(OutputStream out, byte[] bytes, int cut) throws IOException {
        head(out, "HTTP/1.1 200 OK", "ETag: \"" + Arrays.hashCode(bytes) + "\"", "Content-Length: " + bytes.length);
        out.write(bytes, 0, cut);
    }

    private static void rest(OutputStream out, byte[] bytes, String range) throws IOException {
        int from = Integer.parseInt(range.replaceAll("\\D", ""));
        head(
                out,
                "HTTP/1.1 206 Partial Content",
                "ETag: \"" + Arrays.hashCode(bytes) + "\"",
                "Content-Range: bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
        out.write(bytes, from, bytes.length - from);
        write(out, "");
    }

    private static byte[] drain(SpoolReader reader) {
        try (reader) {
            return reader.readAllBytes();
        } catch (IOException thrown) {
            throw new UncheckedIOException(thrown);
        }
    }

    private static byte[] zip() {
        byte[] content = new byte[300_000];
        new Random(3).nextBytes(content);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("contacts.json"));
            zip.write(content);
        } catch (IOException thrown) {
            throw new UncheckedIOException(thrown);
        }
        return bytes.toByteArray();
    }

    /** As the wiring adapts the one to the other. */
    private record IntoSpool(SpoolFile file) implements DownloadTarget {
        @Override
        public long received() {
            return file.received();
        }

        @Override
        public @Nullable String validator() {
            return file.validator();
        }

        @Override
        public void remember(@Nullable String validator) throws IOException {
            file.remember(validator);
        }

        @Override
        public void expect(long size) throws IOException {
            file.expect(size);
        }

        @Override
        public void append(byte[] buffer, int offset, int length) throws IOException {
            file.append(buffer, offset, length);
        }

        @Override
        public void restart() throws IOException {
            file.restart();
        }
    }
}
