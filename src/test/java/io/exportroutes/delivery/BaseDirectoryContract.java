package io.exportroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.KnownDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Point 13: what every store with a base directory does about a disk that is not there, or another one. */
public abstract class BaseDirectoryContract extends BaseDirectoryFixture {
    @Test
    void aDirectoryThatIsNotThereIsFinalAndStaysSo() throws IOException {
        try (ArtifactStore store = open(false, true)) {
            fails(store, "directory_missing", "create: true");
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
            fails(store, "directory_missing", "Mount its disk", "run forget-directory mirror");
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
            fails(store, "directory_missing", "Mount its disk");
        }
        try (ArtifactStore store = open(true, false)) {
            fails(store, "directory_missing", "Mount its disk");
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
                fails(store, "directory_note_damaged", oldNote().toString(), "delete the note");
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
            fails(store, "directory_missing");
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
                    .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
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
                    .isInstanceOfAny(PermanentFailure.class, TransientFailure.class);
            assertThat(list(base())).doesNotContain("b.zip");
        }
    }
}
