package io.exportroutes.spool.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exportroutes.failure.TransientFailure;
import io.exportroutes.spool.Spool;
import io.exportroutes.spool.SpoolFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is checked while it arrives is what need not be checked again, and nothing more. */
@Timeout(180)
class InspectionTest {
    private static final ArtifactFacts ZIP = new ArtifactFacts("zip", null, null, null);
    private static final ArtifactFacts JSON = new ArtifactFacts("json", null, null, null);

    @TempDir
    Path folder;

    private SpoolFile file;

    @BeforeEach
    void open() {
        file = new Spool(folder.resolve("spool"), Duration.ofSeconds(60)).open("exp_1");
    }

    @Test
    void everyEntryOfAGoodZipIsReadWhileItArrives() throws Exception {
        byte[] bytes = zip("contacts.json", "companies.json");
        Findings findings = arriving(bytes, ZIP);

        assertThat(held(findings)).containsExactly(true, true);
        assertThatCode(() -> Verifier.verify(file.path(), ZIP, findings, () -> {}))
                .doesNotThrowAnyException();
    }

    @Test
    void aDocumentIsReadWhileItArrivesToItsLastByte() throws Exception {
        assertThat(arriving("[{\"a\": 1}]".getBytes(StandardCharsets.US_ASCII), JSON)
                        .document())
                .isTrue();
    }

    @Test
    void aDocumentWithoutItsEndIsLeftToTheVerifier() throws Exception {
        Findings findings = arriving("[{\"a\": 1}".getBytes(StandardCharsets.US_ASCII), JSON);

        assertThat(findings.document()).isFalse();
        assertThat(refusal(JSON, findings).code()).isEqualTo("download_truncated");
    }

    @Test
    void aFlippedByteOfAnEntryIsFoundAllTheSame() throws Exception {
        byte[] bytes = zip("contacts.json", "companies.json");
        bytes[200] ^= 1;

        assertThat(refusal(ZIP, arriving(bytes, ZIP)).code()).isEqualTo("artifact_corrupt");
    }

    @Test
    void aDirectoryThatSaysOtherwiseIsBelievedMoreThanTheEntries() throws Exception {
        byte[] bytes = zip("contacts.json", "companies.json");
        bytes[indexOf(bytes, new byte[] {'P', 'K', 1, 2}) + 16] ^= 1; // the CRC that the directory states

        assertThat(refusal(ZIP, arriving(bytes, ZIP)).code()).isEqualTo("artifact_corrupt");
    }

    @Test
    void aDirectoryThatPointsElsewhereIsFound() throws Exception {
        byte[] bytes = zip("contacts.json", "companies.json");
        bytes[indexOf(bytes, new byte[] {'P', 'K', 1, 2}) + 42] ^= 1; // where the first entry begins

        assertThat(refusal(ZIP, arriving(bytes, ZIP)).code()).isEqualTo("artifact_corrupt");
    }

    @Test
    void aNameThatIsThereTwiceVouchesForNothing() throws Exception {
        byte[] one = zip("contacts.json");
        byte[] entry = Arrays.copyOf(one, indexOf(one, new byte[] {'P', 'K', 1, 2}));
        Findings findings = arriving(concat(entry, one), ZIP);

        assertThat(findings.entries().hold(directory(one).get(0))).isFalse();
    }

    @Test
    void whatBeganAgainMeanwhileIsReadAgain() throws Exception {
        byte[] bytes = zip("contacts.json");
        try (Inspection inspection = Inspection.begin(file, ZIP)) {
            file.append(bytes, 0, 300);
            org.awaitility.Awaitility.await().until(() -> inspection.position() > 0);
            file.restart();
            file.append(bytes, 0, bytes.length);
            file.arrived();

            assertThat(held(inspection.await(file::touch))).containsExactly(false);
        }
    }

    @Test
    void closingItEndsItBeforeTheBytesAreThere() throws Exception {
        Inspection inspection = Inspection.begin(file, ZIP);
        inspection.close();

        assertThat(inspection.await(() -> {}).document()).isFalse();
    }

    private Findings arriving(byte[] bytes, ArtifactFacts facts) throws IOException, InterruptedException {
        try (Inspection inspection = Inspection.begin(file, facts)) {
            for (int at = 0; at < bytes.length; at += 1_000) {
                file.append(bytes, at, Math.min(1_000, bytes.length - at));
            }
            file.arrived();
            return inspection.await(file::touch);
        }
    }

    private List<Boolean> held(Findings findings) throws IOException {
        try (ZipFile zip = new ZipFile(file.path().toFile())) {
            return zip.stream().map(entry -> findings.entries().hold(entry)).toList();
        }
    }

    private List<ZipEntry> directory(byte[] bytes) throws IOException {
        Path path = java.nio.file.Files.write(folder.resolve("one.zip"), bytes);
        try (ZipFile zip = new ZipFile(path.toFile())) {
            return zip.stream().map(ZipEntry::new).toList();
        }
    }

    private TransientFailure refusal(ArtifactFacts facts, Findings findings) {
        return catchThrowableOfType(
                TransientFailure.class, () -> Verifier.verify(file.path(), facts, findings, () -> {}));
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Random random = new Random(1);
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                byte[] content = new byte[10_000];
                random.nextBytes(content);
                zip.write(content);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int at = 0; at < bytes.length; at++) {
            if (Arrays.mismatch(bytes, at, at + wanted.length, wanted, 0, wanted.length) < 0) {
                return at;
            }
        }
        throw new AssertionError("not there");
    }
}
