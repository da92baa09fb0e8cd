package io.exportroutes.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.spool.SpoolFile.State;
import io.exportroutes.value.FileRegion;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several small artifacts in one file of the spool. */
class SegmentTest {
    private static final Runnable ALIVE = () -> {};

    @TempDir
    Path folder;

    private Spool spool;

    @BeforeEach
    void store() {
        spool = open();
        assertThat(spool.store(
                        List.of(artifact("exp_1", "first"), artifact("exp_2", "the second"), artifact("~3/x", "3"))))
                .hasSize(3)
                .allMatch(file -> file.state() == State.WHOLE);
    }

    @Test
    void eachReaderGetsTheBytesOfItsArtifactAlone() throws Exception {
        assertThat(read(spool, "exp_1")).isEqualTo("first");
        assertThat(read(spool, "exp_2")).isEqualTo("the second");
        assertThat(read(spool, "~3/x")).isEqualTo("3");
        assertThat(listing()).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(segment())))
                .isEqualTo("rw-------");
    }

    @Test
    void aRegionIsThatOfTheArtifactAlone() throws Exception {
        try (SpoolReader reader = spool.open("exp_2").read("reader", OptionalLong.empty())) {
            FileRegion region = Objects.requireNonNull(reader.readRegion(1_000));
            ByteBuffer bytes = ByteBuffer.allocate((int) region.length());
            assertThat(region.file().read(bytes, region.position())).isEqualTo("the second".length());
            assertThat(new String(bytes.array(), US_ASCII)).isEqualTo("the second");
            assertThat(reader.readRegion(1_000)).isNull();
        }
    }

    @Test
    void aLaterProcessFindsThemWithoutTheLedgerAndByIt() throws Exception {
        Spool later = open();
        assertThat(later.exportIds()).containsExactlyInAnyOrder("exp_1", "exp_2", "~3/x");
        assertThat(later.notedComplete("exp_1", ALIVE)).isPresent();
        assertThat(later.complete("exp_2", verified("the second"), ALIVE)).isPresent();
        assertThat(later.complete("~3/x", verified("another"), ALIVE))
                .as("the ledger knows of other bytes")
                .isEmpty();
        assertThat(later.open("~3/x").received()).isZero();
        assertThat(read(later, "exp_2")).isEqualTo("the second");
        assertThat(open().unknownFiles(Set.of("exp_2"))).isEmpty();
        assertThat(open().unknownFiles(Set.of())).containsExactly(segment());
    }

    @Test
    void bytesThatChangedAreForgottenAndTheOthersStay() throws Exception {
        long end = Files.size(segment());
        overwrite(end - 1 - "the second".length(), "T");
        Spool later = open();
        assertThat(later.notedComplete("exp_2", ALIVE)).isEmpty();
        assertThat(later.complete("exp_2", verified("the second"), ALIVE)).isEmpty();
        assertThat(later.open("exp_2").received()).isZero();
        assertThat(later.notedComplete("exp_1", ALIVE)).isPresent();
    }

    @Test
    void aSegmentGoesWithTheLastOfItsArtifacts() throws Exception {
        spool.remove("exp_1");
        spool.remove("exp_1");
        spool.remove("exp_2");
        assertThat(listing()).hasSize(1);
        assertThat(read(spool, "~3/x")).isEqualTo("3");
        spool.remove("~3/x");
        assertThat(listing()).isEmpty();
    }

    @Test
    void aSegmentThatWasNotWrittenToItsEndIsDeleted() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(segment().toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }
        Files.createFile(folder.resolve("spool/empty.segment"));
        Files.writeString(folder.resolve("spool/left.scratch"), "bytes to be checked");
        assertThat(open().exportIds()).isEmpty();
        assertThat(listing()).isEmpty();
    }

    @Test
    void whatArrivesInAFileOfItsOwnIsNotStoredTwice() throws Exception {
        SpoolFile arriving = spool.open("exp_4");
        arriving.append(new byte[] {1}, 0, 1);
        assertThat(spool.store(List.of(artifact("exp_4", "whole"), artifact("exp_5", "whole"))))
                .extracting(SpoolFile::exportId)
                .containsExactly("exp_5");
        assertThat(spool.open("exp_4")).isSameAs(arriving);
    }

    private Spool open() {
        return new Spool(folder.resolve("spool"), Duration.ofSeconds(5));
    }

    private static String read(Spool spool, String id) throws IOException {
        try (InputStream in = spool.open(id).read("reader", OptionalLong.empty())) {
            return new String(in.readAllBytes(), US_ASCII);
        }
    }

    private void overwrite(long place, String text) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment().toFile(), "rw")) {
            file.seek(place);
            file.write(text.getBytes(US_ASCII));
        }
    }

    private Path segment() throws IOException {
        return listing().get(0);
    }

    private List<Path> listing() throws IOException {
        try (Stream<Path> paths = Files.list(folder.resolve("spool"))) {
            return paths.toList();
        }
    }

    private static WholeArtifact artifact(String id, String text) {
        return new WholeArtifact(id, text.getBytes(US_ASCII), verified(text));
    }

    private static Verified verified(String text) {
        return new Verified(text.length(), Hashes.sha256(text.getBytes(US_ASCII)));
    }
}
