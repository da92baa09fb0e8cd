package io.exportroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.delivery.file.FileStore;
import io.exportroutes.failure.ExportFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of another application is what it was when it was first read, or its last byte is not given out. */
class FileContentTest {
    private static final String KEY = "a/b.bin";

    @TempDir
    private Path folder;

    private final byte[] bytes = new byte[700_000];
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        new Random(3).nextBytes(bytes);
        file = Files.write(folder.resolve("file"), bytes);
    }

    @Test
    void itIsReadAnyNumberOfTimesAndFromAnyPlace() throws IOException {
        Content content = FileContent.of(file, "text/csv");
        for (int place : new int[] {0, 1, 699_999, 700_000}) {
            try (InputStream in = content.open()) {
                in.skipNBytes(place);
                assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, place, bytes.length));
            }
        }
        assertThat(content.size()).hasValue(bytes.length);
        assertThat(content.awaitVerified()).isEqualTo(new BytesContent(bytes, "", Map.of()).awaitVerified());
    }

    @Test
    void aFileThatGrowsWhileItIsReadNeverGetsItsFinalName() throws IOException {
        assertThatItIsNoticed(() -> Files.write(file, new byte[] {1}, StandardOpenOption.APPEND));
    }

    @Test
    void aFileThatIsCutNeverGetsItsFinalName() throws IOException {
        assertThatItIsNoticed(() -> Files.write(file, new byte[] {1}));
    }

    @Test
    void anotherFileInItsPlaceNeverGetsItsFinalName() throws IOException {
        Path other = Files.write(folder.resolve("other"), bytes);
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        assertThatItIsNoticed(() -> Files.move(other, file, StandardCopyOption.REPLACE_EXISTING));
    }

    /** What somebody does to the file. */
    private interface Change {
        void run() throws IOException;
    }

    private void assertThatItIsNoticed(Change change) throws IOException {
        Content content = FileContent.of(file, "text/csv");
        try (InputStream in = content.open()) {
            in.readNBytes(10);
            change.run();
            // Its last byte, that is, before the end of the stream is asked for: an upload of known length ends with
            // it.
            assertThatThrownBy(() -> in.readNBytes(bytes.length - 10)).satisfies(FileContentTest::isChange);
        }
        assertThatThrownBy(content::awaitVerified).satisfies(FileContentTest::isChange);
        try (FileStore store = new FileStore()) {
            store.setDirectory(folder.resolve("out").toString());
            store.setCreate("true");
            assertThatThrownBy(() -> store.put(KEY, content)).satisfies(FileContentTest::isChange);
            assertThat(store.find(KEY)).isEmpty();
        }
    }

    private static void isChange(Throwable thrown) {
        ExportFailure failure = ExportFailure.in(thrown);
        assertThat(failure).isNotNull().extracting(ExportFailure::code).isEqualTo("source_changed");
    }
}
