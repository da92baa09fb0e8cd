package io.exportroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.FinalFailure;
import io.exportroutes.failure.PassingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 13: what every store with a base directory does about a disk that is not there, or another one. */
abstract class BaseDirectoryContract {
    @TempDir
    Path state;

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
            fails(store, "base_directory_missing", "Mount its disk", "delete " + note());
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
            fails(store, "base_directory_changed", "Mount the disk", "delete " + note());
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
            Files.delete(note());
            put(store);
            assertThat(base().resolve(BaseDirectory.MARKER)).exists();
        }
    }

    /** As of another node, or after the state folder was lost. */
    @Test
    void aMarkerThatIsThereIsTakenOver() throws IOException {
        Files.createDirectories(base());
        try (ArtifactStore store = open(false, true)) {
            put(store);
        }
        String marker = Files.readString(base().resolve(BaseDirectory.MARKER));
        Files.delete(note());
        try (ArtifactStore store = open(false, true)) {
            put(store);
        }
        assertThat(Files.readString(base().resolve(BaseDirectory.MARKER))).isEqualTo(marker);
        assertThat(marker).contains("\"destination\" : \"mirror\"", "\"created\" : \"20");
        assertThat(Files.readString(note())).contains(marker.replaceAll("(?s).*\"id\" : \"([^\"]+)\".*", "$1"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(note())))
                .isEqualTo("rw-------");
    }

    /** Before or after the marker got its name: the note is there, and the temporary file as well. */
    @Test
    void aCrashWhileTheMarkerIsMadeLeavesNothing() throws IOException {
        Files.createDirectories(base());
        memory().remember(new DestinationMemory.Seen(place(), "begun", false, null));
        Files.writeString(base().resolve(BaseDirectory.MARKER + ".begun.part"), "half");
        try (ArtifactStore store = open(false, true)) {
            put(store);
        }
        assertThat(list(base())).containsExactly(BaseDirectory.MARKER, "a.zip");
        assertThat(Files.readString(base().resolve(BaseDirectory.MARKER))).contains("begun");
        memory().remember(new DestinationMemory.Seen(place(), "begun", false, null));
        Files.writeString(base().resolve(BaseDirectory.MARKER + ".begun.part"), "half");
        try (ArtifactStore store = open(false, true)) {
            put(store);
        }
        assertThat(list(base())).containsExactly(BaseDirectory.MARKER, "a.zip");
    }

    @Test
    void anotherDirectoryInTheConfigurationIsMeant() throws IOException {
        memory().remember(new DestinationMemory.Seen("/elsewhere", "of another place", true, null));
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

    final Path note() {
        return state.resolve("destinations/mirror.json");
    }

    private DestinationMemory memory() {
        return new DestinationNotes(state.resolve("destinations"), "mirror");
    }

    private Content remembering(Content content) {
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
