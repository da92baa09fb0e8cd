package io.exportroutes.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.spool.verify.ArtifactFacts;
import io.exportroutes.spool.verify.Findings;
import io.exportroutes.spool.verify.TableRows;
import io.exportroutes.spool.verify.Verifier;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 10: whatever reads an artifact asks with each megabyte, and with each entry of a zip, whether to go on. */
class SignsOfLifeTest {
    private static final int MEGABYTES = 16;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"json", "csv", "sql"})
    void withEachMegabyteOfText(String format) throws IOException {
        Path file = blank(format.equals("json") ? "[" : "", format.equals("json") ? "]" : "x");
        AtomicInteger signs = new AtomicInteger();

        Verifier.verify(file, facts(format), Findings.NOTHING, signs::incrementAndGet);

        assertThat(signs).hasValueGreaterThan(MEGABYTES);
    }

    @Test
    void withEachMegabyteThatAnEntryUnpacksTo() throws IOException {
        Path file = folder.resolve("artifact");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("blank.csv"));
            zip.write(new byte[MEGABYTES << 20]);
        }
        AtomicInteger signs = new AtomicInteger();
        Verifier.verify(file, facts("zip"), Findings.NOTHING, signs::incrementAndGet);
        assertThat(signs).hasValueGreaterThan(MEGABYTES);
    }

    @Test
    void withEachEntryThatHasNothingToRead() throws IOException {
        int entries = 5_000;
        Path file = folder.resolve("artifact");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int entry = 0; entry < entries; entry++) {
                zip.putNextEntry(new ZipEntry("empty" + entry));
            }
        }
        AtomicInteger signs = new AtomicInteger();
        Verifier.verify(file, facts("zip"), Findings.NOTHING, signs::incrementAndGet);
        assertThat(signs).as("once for its place, once for its bytes").hasValueGreaterThanOrEqualTo(2 * entries);
    }

    @Test
    void withEachMegabyteThatIsLookedThroughForARow() throws IOException {
        Path file = blank("id\n", "1");
        AtomicInteger signs = new AtomicInteger();
        TableRows.check(file, facts("csv"), 1L, signs::incrementAndGet);
        assertThat(signs).hasValueGreaterThan(MEGABYTES);
    }

    @Test
    void withEachMegabyteOfAFileThatMayBeWhole() throws IOException {
        Spool spool = new Spool(folder.resolve("spool"), Duration.ofMinutes(1));
        SpoolFile file = filled(spool);
        Verified verified = file.complete(noted -> {});
        AtomicInteger signs = new AtomicInteger();

        assertThat(spool.complete("exp_1", verified, signs::incrementAndGet)).isPresent();
        assertThat(signs).hasValueGreaterThanOrEqualTo(MEGABYTES);
        assertThat(spool.notedComplete("exp_1", signs::incrementAndGet)).isPresent();
        assertThat(signs).hasValueGreaterThanOrEqualTo(2 * MEGABYTES);
    }

    @Test
    void withEachMegabyteThatAnEarlierProcessLeft() throws IOException {
        SpoolFile before = filled(new Spool(folder.resolve("spool"), Duration.ofMinutes(1)));
        before.remember("\"etag\"");
        SpoolFile file = new Spool(folder.resolve("spool"), Duration.ofMinutes(1)).open("exp_1");
        AtomicInteger signs = new AtomicInteger();

        assertThatThrownBy(() -> file.catchUp(() -> {
                    if (signs.incrementAndGet() == MEGABYTES / 2) {
                        throw new PermanentFailure(FailureCode.DEADLINE, "It has passed", "Raise it");
                    }
                }))
                .isInstanceOf(PermanentFailure.class);
        file.catchUp(signs::incrementAndGet);

        assertThat(signs).hasValueGreaterThanOrEqualTo(MEGABYTES);
        assertThat(file.complete(noted -> {}).sha256())
                .as("what was read before it was ended counts once")
                .isEqualTo(Hashes.sha256(file.path(), () -> {}));
    }

    @Test
    void whoSaysNoEndsTheCheck() throws IOException {
        Path file = blank("[", "]");
        assertThatThrownBy(() -> Verifier.verify(file, facts("json"), Findings.NOTHING, () -> {
                    throw new PermanentFailure(FailureCode.DEADLINE, "It has passed", "Raise it");
                }))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo("deadline"));
    }

    private static SpoolFile filled(Spool spool) throws IOException {
        SpoolFile file = spool.open("exp_1");
        byte[] megabyte = new byte[1 << 20];
        for (int count = 0; count < MEGABYTES; count++) {
            file.append(megabyte, 0, megabyte.length);
        }
        return file;
    }

    private Path blank(String begin, String end) throws IOException {
        Path file = folder.resolve("artifact");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(begin.getBytes(StandardCharsets.US_ASCII));
            byte[] blank = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int count = 0; count < MEGABYTES; count++) {
                out.write(blank);
            }
            out.write(end.getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    private static ArtifactFacts facts(String format) {
        return new ArtifactFacts(format, null, null, null);
    }
}
