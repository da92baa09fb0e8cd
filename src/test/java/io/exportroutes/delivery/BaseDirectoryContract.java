package io.exportroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.FinalFailure;
import io.exportroutes.failure.PassingFailure;
import io.exportroutes.ledger.KnownDirectory;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 13: what every store with a base directory does about a disk that is not there, or another one. */
abstract class BaseDirectoryContract {
    @TempDir
    Path state;

    private Ledger ledger;

    @BeforeEach
    final void openLedger() {
        ledger = Ledger.open(LedgerSource.sqlite(state.resolve("ledger.db")), Clock.systemUTC());
    }

    @AfterEach
    final void closeLedger() {
        ledger.close();
    }

    /** A store on {@link #base()}. */
    abstract ArtifactStore open(boolean create, boolean marker) throws IOException;

    /** The base directory, as it is at the far end; not there at first. */
    abstract Path base();

    @Test
    void aDirectoryThatIsNotThereIsFinalAndStaysSo() throws IOException {
        try (ArtifactStore store = open(false, true)) {
            fails(store, "base_directory_missing", "create: true");
            assertThat(base()).doesNotExist();
            Files.createDirectories(base());
            put(store);
            assertThat(base().resolve("a.zip")).exists();
        }
    }

    @Test
    void itIsMadeWhereThatIsSaidButNotWhereItWasBefore() throws IOException {
        try (ArtifactStore store = open(true, true)) {
            put(store);
        }
        delete(base());
        try (ArtifactStore store = open(true, true)) {
            fails(store, "base_directory_missing", "Mount its disk", "run forget-directory mirror");
            assertThat(base()).doesNotExist();
        }
    }

    /** As where the disk is not mounted, and its mount point is an empty directory. */
    @Test
    void anEmptyDirectoryInItsPlaceIsAnotherOneUntilTheDiskIsBack() throws IOException {
        Files.createDirectories(base());
        try (ArtifactStore store = open(false, true)) {
            put(store);
            Path disk = unmount();
            fails(store, "base_directory_changed", "Mount the disk", "run forget-directory mirror");
            assertThat(list(base())).isEmpty();
            mount(disk);
            put(store);
        }
    }

    @Test
    void itIsSeenAfterARestartToo() throws IOException {
        Files.createDirectories(base());
        try (ArtifactStore store = open(false, true)) {
            put(store);
        }
        unmount();
        try (ArtifactStore store = open(false, true)) {
            fails(store, "base_directory_changed", "is missing");
        }
        Files.writeString(base().resolve(BaseDirectory.MARKER), "{\"id\": \"another\"}");
        try (ArtifactStore store = open(false, true)) {
            fails(store, "base_directory_changed", "is another");
        }
    }

    @Test
    void whoMeansTheNewDirectoryForgetsTheOldOne() throws IOException {
        Files.createDirectories(base());
        try (ArtifactStore store = open(false, true)) {
            put(store);
            unmount();
            fails(store, "base_directory_changed");
            assertThat(memory().forget()).isTrue();
            assertThat(memory().forget()).isFalse();
            put(store);
            assertThat(base().resolve(BaseDirectory.MARKER)).exists();
        }
    }

    /** As after the ledger was lost. */
    @Test
    void aMarkerThatIsThereIsTakenOver() throws IOException {
        Files.createDirectories(base());
        try (ArtifactStore store = open(false, true)) {
            put(store);
        }
        String marker = Files.readString(base().resolve(BaseDirectory.MARKER));
        memory().forget();
        try (ArtifactStore store = open(false, true)) {
            put(store);
        }
        assertThat(Files.readString(base().resolve(BaseDirectory.MARKER))).isEqualTo(marker);
        assertThat(marker).contains("\"destination\" : \"mirror\"", "\"created\" : \"20");
        KnownDirectory known = memory().recall(place()).orElseThrow();
        assertThat(known.marked()).isTrue();
        assertThat(marker).contains(String.valueOf(known.markerId()));
    }

    /** As a node whose state folder is new, and whose disk is not mounted. */
    @Test
    void anotherNodeKnowsItBeforeItsFirstDelivery() throws IOException {
        Files.createDirectories(base());
        try (ArtifactStore store = open(false, true)) {
            put(store);
        }
        unmount();
        try (ArtifactStore store = open(false, true)) {
            fails(store, "base_directory_changed", "is missing");
            assertThat(list(base())).isEmpty();
        }
    }

    /** As udisks and autofs do, which remove the mount point with the disk. */
    @Test
    void aDirectoryWithoutAMarkerIsMadeOnlyOnceAsWell() throws IOException {
        try (ArtifactStore store = open(true, false)) {
            put(store);
            delete(base());
            fails(store, "base_directory_missing", "Mount its disk");
        }
        try (ArtifactStore store = open(true, false)) {
            fails(store, "base_directory_missing", "Mount its disk");
            assertThat(base()).doesNotExist();
        }
    }

    /** Of the version before, whose notes lay in the state folder and named no user of an SFTP server. */
    @Test
    void whatAnEarlierVersionNotedIsTakenOver() throws IOException {
        Files.createDirectories(base());
        note("{\"place\": \"%s\", \"id\": \"as before\", \"found\": true}".formatted(formerPlace()));
        try (ArtifactStore store = open(false, true)) {
            fails(store, "base_directory_changed", "is missing");
            assertThat(oldNote()).doesNotExist();
            Files.writeString(base().resolve(BaseDirectory.MARKER), "{\"id\": \"as before\"}");
            put(store);
        }
    }

    /** As a full disk left it, which may be that of the mount point as well. */
    @Test
    void aNoteOfAnEarlierVersionThatIsDamagedIsNoReasonToBeginAnew() throws IOException {
        Files.createDirectories(base());
        try (ArtifactStore store = open(false, true)) {
            for (String damaged : List.of("", "{\"place\": \"", "{}", "null")) {
                note(damaged);
                fails(store, "note_damaged", oldNote().toString(), "delete the note");
                assertThat(list(base())).isEmpty();
            }
            Files.delete(oldNote());
            put(store);
        }
    }

    @Test
    void whereOthersEmptyItTheHintNamesTheRemedy() throws IOException {
        Files.createDirectories(base());
        try (ArtifactStore store = open(false, true)) {
            put(store);
            Files.delete(base().resolve(BaseDirectory.MARKER));
            fails(store, "base_directory_changed", "marker: false");
        }
    }

    /** Before or after the marker got its name: the note is there, and the temporary file as well. */
    @Test
    void aCrashWhileTheMarkerIsMadeLeavesNothing() throws IOException {
        Files.createDirectories(base());
        memory().note(new KnownDirectory(place(), "begun", false, null));
        Files.writeString(base().resolve(BaseDirectory.MARKER + ".begun.node.part"), "half");
        try (ArtifactStore store = open(false, true)) {
            put(store);
        }
        assertThat(list(base())).containsExactly(BaseDirectory.MARKER, "a.zip");
        assertThat(Files.readString(base().resolve(BaseDirectory.MARKER))).contains("begun");
        memory().forget();
        memory().note(new KnownDirectory(place(), "begun", false, null));
        Files.writeString(base().resolve(BaseDirectory.MARKER + ".begun.node.part"), "half");
        try (ArtifactStore store = open(false, true)) {
            put(store);
        }
        assertThat(list(base())).containsExactly(BaseDirectory.MARKER, "a.zip");
    }

    @Test
    void anotherDirectoryInTheConfigurationIsMeant() throws IOException {
        memory().note(new KnownDirectory("/elsewhere", "of another place", true, null));
        Files.createDirectories(base());
        try (ArtifactStore store = open(false, true)) {
            put(store);
        }
    }

    @Test
    void withoutAMarkerItOnlyHasToExist() throws IOException {
        try (ArtifactStore store = open(false, false)) {
            fails(store, "base_directory_missing");
            Files.createDirectories(base());
            put(store);
            assertThat(list(base())).containsExactly("a.zip");
        }
    }

    /** An application of somebody else. */
    @Test
    void whereNothingIsRememberedTheProcessItselfRemembers() throws IOException {
        Files.createDirectories(base());
        try (ArtifactStore store = open(false, true)) {
            store.put("a.zip", TestContent.of(new byte[10]));
            unmount();
            reconnect();
            assertThatThrownBy(() -> store.put("a.zip", TestContent.of(new byte[10])))
                    .isInstanceOfSatisfying(FinalFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("base_directory_changed"));
        }
        try (ArtifactStore store = open(false, true)) {
            store.put("a.zip", TestContent.of(new byte[10]));
        }
    }

    /** While the artifact was on its way. */
    @Test
    void whatWasBegunBeforeGetsNoNameInAnotherDirectory() throws IOException {
        Files.createDirectories(base());
        try (ArtifactStore store = open(false, true)) {
            put(store);
            TestContent content = TestContent.of(new byte[1_000_000])
                    .inReadsOf(1_000)
                    .whenReading(500_000, () -> {
                        try {
                            unmount();
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    });
            assertThatThrownBy(() -> store.put("b.zip", remembering(content)))
                    .isInstanceOfAny(FinalFailure.class, PassingFailure.class);
            assertThat(list(base())).doesNotContain("b.zip");
        }
    }

    /** The far end's own name of it, as the memory has it. */
    abstract String place();

    /** Forgets what was seen a moment ago. */
    void reconnect() {}

    /** As a version of the program that had its notes in files named it. */
    abstract String formerPlace();

    private void note(String text) throws IOException {
        Files.createDirectories(oldNote().getParent());
        Files.writeString(oldNote(), text);
    }

    private Path oldNote() {
        return state.resolve("destinations/mirror.json");
    }

    final LedgerMemory memory() {
        return new LedgerMemory(ledger.baseDirectories(), state.resolve("destinations"), "node", "mirror");
    }

    final Content remembering(Content content) {
        return new CutContent(content, 0, memory(), () -> null);
    }

    final void put(ArtifactStore store) throws IOException {
        reconnect();
        store.put("a.zip", remembering(TestContent.of(new byte[10])));
    }

    private void fails(ArtifactStore store, String code, String... words) {
        assertThatThrownBy(() -> put(store)).isInstanceOfSatisfying(FinalFailure.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            List.of(words).forEach(word -> assertThat(failure.getMessage() + " " + failure.hint())
                    .contains(word));
        });
    }

    private Path unmount() throws IOException {
        Path disk = base().resolveSibling("disk");
        delete(disk);
        Files.move(base(), disk);
        Files.createDirectory(base());
        return disk;
    }

    private void mount(Path disk) throws IOException {
        delete(base());
        Files.move(disk, base());
    }

    final List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
