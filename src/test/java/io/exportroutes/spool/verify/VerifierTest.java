package io.exportroutes.spool.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exportroutes.failure.TransientFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
    private static final ArtifactFacts ZIP = new ArtifactFacts("zip", null, null, null);
    private static final ArtifactFacts JSON = new ArtifactFacts("json", null, null, null);
    private static final ArtifactFacts SQL = new ArtifactFacts("sql", null, null, null);

    @TempDir
    Path folder;

    @Test
    void aWholeZipHolds() throws IOException {
        AtomicInteger alive = new AtomicInteger();
        Path file = file(zip("contacts.json", "../../companies.json"));
        Verifier.verify(
                file,
                new ArtifactFacts("zip-csv", null, null, Files.size(file)),
                Findings.NOTHING,
                alive::incrementAndGet);
        assertThat(alive).hasPositiveValue();
    }

    @Test
    void aZipOfMoreThan65535EntriesHolds() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int entry = 0; entry < 70_000; entry++) {
                zip.putNextEntry(new ZipEntry("t" + entry));
                zip.closeEntry();
            }
        }
        assertThatCode(() -> Verifier.verify(file(bytes.toByteArray()), ZIP, Findings.NOTHING, () -> {}))
                .doesNotThrowAnyException();
    }

    @Test
    void everyTruncationOfAZipIsFound() throws IOException {
        byte[] whole = zip("contacts.json", "companies.json");
        for (int length = 1; length < whole.length; length += 97) {
            assertThat(failure(Arrays.copyOf(whole, length), ZIP).code()).isEqualTo("download_truncated");
        }
    }

    @Test
    void everyFlippedByteInAnEntryIsFound() throws IOException {
        byte[] whole = zip("contacts.json");
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            byte[] broken = whole.clone();
            broken[60 + random.nextInt(20_000)] ^= 0x10;
            assertThat(failure(broken, ZIP))
                    .hasMessageContaining("contacts.json")
                    .extracting(TransientFailure::code)
                    .isEqualTo("artifact_corrupt");
        }
    }

    @Test
    void bytesBehindOrBeforeAZipAreFound() throws IOException {
        byte[] whole = zip("contacts.json");
        assertThat(failure(joined(whole, new byte[10]), ZIP)).hasMessageContaining("10 bytes follow the end");
        assertThat(failure(joined(new byte[10], whole), ZIP)).hasMessageContaining("does not start with a zip entry");
    }

    @Test
    void theJoinedBytesOfTwoZipsAreFound() throws IOException {
        byte[] first = Arrays.copyOf(zip("old.json"), 500);
        assertThat(failure(joined(first, zip("new.json")), ZIP)).hasMessageContaining("500 bytes from where");
    }

    @Test
    void aZipWithoutEntriesIsRefused() throws IOException {
        assertThat(failure(zip(), ZIP).code()).isEqualTo("artifact_empty");
    }

    @Test
    void aNameInAZipIsShownWithoutItsControlCharacters() throws IOException {
        byte[] broken = zip("a\r\nb\u001b[31m");
        broken[80] ^= 1;
        assertThat(failure(broken, ZIP).getMessage()).doesNotContain("\n", "\r", "\u001b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "[1,2,{\"a\":[]}]", " \n{\"tables\":[]}\n", "\"text\"", "12", "{\"ok\":true,\"error\":{}}"
            })
    void oneJsonDocumentHolds(String text) throws IOException {
        Verifier.verify(file(text), JSON, Findings.NOTHING, () -> {});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1           | download_truncated",
                "[1,2               | download_truncated",
                "{\"a\":\"b         | download_truncated",
                "{} {}              | artifact_corrupt",
                "{}x                | artifact_corrupt",
                "<html>             | artifact_corrupt",
                "{'a':1}            | artifact_corrupt",
                "'  '               | artifact_empty",
            })
    void brokenJsonIsRefused(String text, String code) throws IOException {
        assertThat(failure(text.getBytes(StandardCharsets.UTF_8), JSON).code()).isEqualTo(code);
    }

    @Test
    void aLongStringInJsonHolds() throws IOException {
        Verifier.verify(file("[\"" + "x".repeat(25_000_000) + "\"]"), JSON, Findings.NOTHING, () -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip", "json", "csv", "sql", "parquet"})
    void anErrorReplyIsNeverAnArtifact(String format) throws IOException {
        byte[] reply = "{\"ok\":false,\"error\":{\"code\":\"export_expired\",\"message\":\"Export file has expired.\"}}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(failure(reply, new ArtifactFacts(format, null, null, null)))
                .hasMessageContaining("export_expired")
                .extracting(TransientFailure::code)
                .isEqualTo("artifact_is_error_reply");
    }

    @Test
    void blankSqlIsRefused() throws IOException {
        assertThat(failure("\uFEFF \n\t ".getBytes(StandardCharsets.UTF_8), SQL).code())
                .isEqualTo("artifact_empty");
        Verifier.verify(file("\n-- schema\n"), SQL, Findings.NOTHING, () -> {});
    }

    @Test
    void nothingEmptyHolds() throws IOException {
        ArtifactFacts unknown = new ArtifactFacts(null, null, null, null);
        assertThat(failure(new byte[0], unknown).code()).isEqualTo("artifact_empty");
    }

    @Test
    void anotherSizeThanPromisedIsRefusedWithBothNumbers() throws IOException {
        ArtifactFacts promised = new ArtifactFacts("sql", null, null, 2048L);
        assertThat(failure("select 1".getBytes(StandardCharsets.UTF_8), promised))
                .hasMessageContaining("8 bytes")
                .hasMessageContaining("2048");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "zip, text/csv, a.csv, ZIP",
                "zip-csv, -, -, ZIP",
                "-, application/zip, a.csv, ZIP",
                "odd, application/json; charset=utf-8, a.csv, JSON",
                "-, -, SCHEMA.SQL, SQL",
                "-, application/octet-stream, contacts.csv, CSV",
                "-, -, -, OTHER",
            })
    void theManifestsFormatDecidesThenTheTypeThenTheName(String format, String type, String name, ArtifactKind kind) {
        assertThat(ArtifactKind.of(new ArtifactFacts(format, type, name, null))).isEqualTo(kind);
    }

    private TransientFailure failure(byte[] bytes, ArtifactFacts facts) throws IOException {
        Path file = file(bytes);
        TransientFailure failure = catchThrowableOfType(
                TransientFailure.class, () -> Verifier.verify(file, facts, Findings.NOTHING, () -> {}));
        assertThat(failure).as("a failure for %d bytes", bytes.length).isNotNull();
        return failure;
    }

    private Path file(String text) throws IOException {
        return file(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("exp_1.artifact"), bytes);
    }

    private static byte[] zip(String... names) throws IOException {
        Random random = new Random(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                byte[] content = new byte[30_000];
                random.nextBytes(content);
                zip.putNextEntry(new ZipEntry(name));
                zip.write(content);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
