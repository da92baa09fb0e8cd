package io.exportroutes.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.spool.SpoolFile.State;
import io.exportroutes.testing.Edit;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final String HELLO_SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path folder;

    private Path spoolFolder;

    @BeforeEach
    void choose() {
        spoolFolder = folder.resolve("spool");
    }

    @Test
    void aLaterProcessGoesOnWithPartialBytesAndTheHashHolds() throws Exception {
        partial("\"etag\"", 5L);
        SpoolFile resumed = spool().open("exp_1");
        assertThat(resumed.received()).isEqualTo(3);
        assertThat(resumed.validator()).isEqualTo("\"etag\"");
        assertThat(resumed.expectedSize()).hasValue(5);
        append(resumed, "lo");
        assertThat(resumed.complete(noted -> {})).isEqualTo(new Verified(5, HELLO_SHA256));
    }

    @Test
    void partialBytesWithoutAValidatorStartOver() throws Exception {
        partial(null, 5L);
        assertThat(spool().open("exp_1").received()).isZero();
    }

    @Test
    void partialBytesOfAnEarlierStartOfTheMachineStartOver() throws Exception {
        partial("\"etag\"", 5L);
        Path note = spoolFolder.resolve("exp_1.json");
        Edit.file(note, String.valueOf(BootId.ID), "another-boot");
        assertThat(spool().open("exp_1").received()).isZero();
    }

    @Test
    void aDamagedNoteProvesNothing() throws Exception {
        partial("\"etag\"", 5L);
        Files.writeString(spoolFolder.resolve("exp_1.json"), "{\"exportId\":");
        assertThat(spool().open("exp_1").received()).isZero();
    }

    @Test
    void aWholeFileIsFoundByALaterProcess() throws Exception {
        whole();
        SpoolFile found = spool().open("exp_1");
        assertThat(found.state()).isEqualTo(State.WHOLE);
        assertThat(found.awaitVerified()).isEqualTo(new Verified(5, HELLO_SHA256));
        assertThat(spool().complete("exp_1", new Verified(5, HELLO_SHA256), () -> {}))
                .isPresent();
        assertThat(spool().complete("exp_1", new Verified(6, HELLO_SHA256), () -> {}))
                .isEmpty();
        assertThat(spool().complete("exp_2", new Verified(5, HELLO_SHA256), () -> {}))
                .isEmpty();
    }

    @Test
    void aWholeFileWhoseNoteIsLostIsProvedByItsHash() throws Exception {
        whole();
        Files.delete(spoolFolder.resolve("exp_1.json"));
        assertThat(spool().complete("exp_1", new Verified(5, HELLO_SHA256), () -> {}))
                .hasValueSatisfying(file -> assertThat(file.state()).isEqualTo(State.WHOLE));
    }

    @Test
    void aWholeFileWithOneChangedByteIsForgotten() throws Exception {
        whole();
        Files.writeString(spoolFolder.resolve("exp_1.artifact"), "hellO");
        Spool spool = spool();
        assertThat(spool.complete("exp_1", new Verified(5, HELLO_SHA256), () -> {}))
                .isEmpty();
        assertThat(spool.open("exp_1").received()).isZero();
    }

    @Test
    void bytesThatStillArriveAreNotWhole() throws Exception {
        Spool spool = spool();
        SpoolFile file = spool.open("exp_1");
        append(file, "hello");
        assertThat(spool.complete("exp_1", new Verified(5, HELLO_SHA256), () -> {}))
                .isEmpty();
        assertThat(file.received()).isEqualTo(5);
    }

    @Test
    void oneExportHasOneObjectWhileItIsInUse() {
        Spool spool = spool();
        assertThat(spool.open("exp_1")).isSameAs(spool.open("exp_1"));
        assertThat(spool.current("exp_2")).isEmpty();
    }

    @Test
    void aFailedOneIsReplacedByOneThatGoesOn() throws Exception {
        Spool spool = spool();
        SpoolFile failed = spool.open("exp_1");
        failed.remember("\"etag\"");
        append(failed, "hel");
        failed.fail(new PermanentFailure(new ForeignCode("code"), "message", "hint"));
        assertThat(spool.current("exp_1")).containsSame(failed);
        SpoolFile next = spool.open("exp_1");
        assertThat(next.state()).isEqualTo(State.RECEIVING);
        assertThat(next.received()).isEqualTo(3);
    }

    @Test
    void aRemovedExportLeavesNothingAndEndsItsReaders() throws Exception {
        Spool spool = spool();
        SpoolFile file = spool.open("exp_1");
        file.remember("\"etag\"");
        append(file, "hello");
        SpoolReader reader = file.read("s3", file.expectedSize());
        spool.remove("exp_1");
        assertThatThrownBy(reader::readAllBytes)
                .satisfies(thrown -> assertThat(ExportFailure.in(thrown)).hasMessageContaining("removed"));
        assertThat(listing()).isEmpty();
        spool.remove("exp_1");
    }

    @Test
    void aReaderOfAWholeArtifactOutlivesItsRemoval() throws Exception {
        Spool spool = spool();
        SpoolFile file = spool.open("exp_1");
        append(file, "hello");
        file.complete(noted -> {});
        SpoolReader reader = file.read("s3", file.expectedSize());
        reader.read();
        spool.remove("exp_1");
        assertThat(reader.readAllBytes()).asString(US_ASCII).isEqualTo("ello");
    }

    @Test
    void everythingIsForTheOwnerAlone() throws Exception {
        Files.createDirectory(
                spoolFolder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        partial("\"etag\"", 5L);
        assertThat(permissions(spoolFolder)).isEqualTo("rwx------");
        assertThat(listing()).hasSize(2).allSatisfy(path -> assertThat(permissions(path))
                .isEqualTo("rw-------"));
    }

    @Test
    void anIdThatIsAPathStaysInTheFolder() throws Exception {
        Spool spool = spool();
        for (String id : Set.of("../../etc/passwd", "..", "", "a/b", "x".repeat(4096), "a\u0000b", "~x")) {
            SpoolFile file = spool.open(id);
            append(file, "hello");
            assertThat(file.path().normalize().getParent()).isEqualTo(spoolFolder);
            assertThat(file.complete(noted -> {}).size()).isEqualTo(5);
            spool.remove(id);
        }
        assertThat(listing()).isEmpty();
    }

    @Test
    void strangersAreReportedAndNotDeleted() throws Exception {
        whole();
        Spool spool = spool();
        append(spool.open("exp_in_use"), "x");
        Path stranger = Files.writeString(spoolFolder.resolve("notes.txt"), "mine");
        assertThat(spool.unknownFiles(Set.of("exp_1"))).containsExactly(stranger);
        assertThat(spool.unknownFiles(Set.of())).contains(stranger, spoolFolder.resolve("exp_1.artifact"));
        assertThat(stranger).exists();
    }

    @Test
    void theSpoolKnowsWhatItHoldsAndWhatIsLeft() throws Exception {
        whole();
        assertThat(spool().usedBytes()).isGreaterThan(5);
        assertThat(spool().usableBytes()).isPositive();
    }

    @Test
    void aFolderThatIsAFileIsRefusedByName() throws IOException {
        Files.writeString(spoolFolder, "a file");
        assertThatThrownBy(this::spool)
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(spoolFolder.toString());
    }

    private Spool spool() {
        return new Spool(spoolFolder, Duration.ofSeconds(5));
    }

    private void partial(@Nullable String validator, long expected) throws IOException {
        SpoolFile file = spool().open("exp_1");
        file.remember(validator);
        file.expect(expected);
        append(file, "hel");
    }

    private void whole() throws IOException {
        SpoolFile file = spool().open("exp_1");
        append(file, "hello");
        file.complete(noted -> {});
    }

    private Set<Path> listing() throws IOException {
        try (Stream<Path> paths = Files.list(spoolFolder)) {
            return Set.copyOf(paths.toList());
        }
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException thrown) {
            throw new UncheckedIOException(thrown);
        }
    }

    private static void append(SpoolFile file, String text) throws IOException {
        file.append(text.getBytes(US_ASCII), 0, text.length());
    }
}
