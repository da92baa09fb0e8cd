package io.exportroutes.spool.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.testing.HandMadeZip;
import io.exportroutes.testing.HandMadeZip.Style;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Point 10: a zip whose entries share bytes is refused by name before it is read; every ordinary zip still holds. */
class ZipOverlapTest {
    private static final ArtifactFacts ZIP = new ArtifactFacts("zip", null, null, null);

    @TempDir
    Path folder;

    @Test
    void twoNamesForOnePlaceAreRefused() throws IOException {
        assertOverlap(new HandMadeZip().with("a.csv", Style.DEFLATED, "id\n1\n").withFirstAgain("b.csv"));
        assertOverlap(
                new HandMadeZip().with("a.csv", Style.DESCRIPTOR, "id\n1\n").withFirstAgain("b.csv"));
    }

    @Test
    void anEntryWithinTheDataOfAnotherIsRefused() throws IOException {
        assertOverlap(new HandMadeZip().withQuoted("a.csv", "b.csv", "id\n1\n"));
        assertOverlap(new HandMadeZip()
                .with("first.csv", Style.DEFLATED, "id\n1\n")
                .withQuoted("a.csv", "b.csv", "id\n1\n")
                .with("last.csv", Style.DEFLATED, "id\n1\n"));
    }

    @Test
    void anEntryThatReachesIntoTheDirectoryIsRefused() throws IOException {
        assertOverlap(new HandMadeZip().withTooLong("a.csv", "id\n1\n", 20));
    }

    @ParameterizedTest
    @EnumSource
    void entriesInPlacesOfTheirOwnHold(Style style) throws IOException {
        byte[] zip = new HandMadeZip()
                .with("a.csv", style, "id\n1\n")
                .with("folder/", Style.STORED, "")
                .with("b.csv", style, "id,name\n2,b\n")
                .bytes();
        assertThatCode(() -> Verifier.verify(file(zip), ZIP, Findings.NOTHING, () -> {}))
                .doesNotThrowAnyException();
    }

    @Test
    void gapsBetweenEntriesAreNobodysBusiness() throws IOException {
        byte[] zip = new HandMadeZip()
                .with("a.csv", Style.DEFLATED, "id\n1\n")
                .gap(100)
                .with("b.csv", Style.STORED, "id\n2\n")
                .gap(7)
                .bytes();
        assertThatCode(() -> Verifier.verify(file(zip), ZIP, Findings.NOTHING, () -> {}))
                .doesNotThrowAnyException();
    }

    /** It may be better the next time: no program wrote it like that. */
    @ParameterizedTest
    @EnumSource(names = {"DEFLATED", "DESCRIPTOR", "BARE_DESCRIPTOR"})
    void aFlippedBitInTheDirectoryIsACorruptDownload(Style style) throws IOException {
        byte[] zip = new HandMadeZip()
                .with("a.csv", style, "id\n1\n")
                .with("b.csv", style, "id\n2\n")
                .bytes();
        int directory = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 6);
        zip[directory + 21] ^= 1; // 256 bytes more
        assertThat(failure(zip))
                .isInstanceOf(TransientFailure.class)
                .extracting(ExportFailure::code)
                .isEqualTo("artifact_corrupt");
    }

    /** What was read while it arrived vouches for no place. */
    @Test
    void aZipThatWasReadWhileItArrivedIsRefusedToo() throws IOException {
        byte[] zip = new HandMadeZip()
                .with("a.csv", Style.STORED, "id\n1\n")
                .withFirstAgain("b.csv")
                .bytes();
        Findings findings = new Findings(false, ZipEntries.read(new ByteArrayInputStream(zip)));
        PermanentFailure refused =
                catchThrowableOfType(PermanentFailure.class, () -> Verifier.verify(file(zip), ZIP, findings, () -> {}));
        assertThat(refused.code()).isEqualTo("artifact_zip_overlap");
    }

    private void assertOverlap(HandMadeZip zip) throws IOException {
        assertThat(failure(zip.bytes()))
                .isInstanceOf(PermanentFailure.class)
                .extracting(ExportFailure::code)
                .isEqualTo("artifact_zip_overlap");
    }

    private ExportFailure failure(byte[] zip) throws IOException {
        Path file = file(zip);
        return catchThrowableOfType(ExportFailure.class, () -> Verifier.verify(file, ZIP, Findings.NOTHING, () -> {}));
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("exp_1.artifact"), content);
    }
}
