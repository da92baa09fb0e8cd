package io.exportroutes.delivery.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.ArtifactStoreContract;
import io.exportroutes.delivery.BaseDirectory;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.FileFailures;
import io.exportroutes.delivery.TestContent;
import io.exportroutes.delivery.UnreadableContent;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.SourceFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.testing.Background;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends ArtifactStoreContract {
    @TempDir
    static Path root;

    @Override
    public ArtifactStore open() {
        return in(root.resolve("not/there/yet"));
    }

    @Override
    public Optional<byte[]> atFarEnd(String key) throws IOException {
        Path file = root.resolve("not/there/yet").resolve(key);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    @Override
    public List<String> allAtFarEnd() throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve("not/there/yet"))) {
            return all.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
        }
    }

    @Test
    void aDiskThatFailsWhileItIsReadIsTheSourcesFailure() {
        try (ArtifactStore store = open()) {
            assertThat(ExportFailure.in(catchThrowable(() -> store.put("a.zip", new UnreadableContent(root, 1_000)))))
                    .isInstanceOf(SourceFailure.class)
                    .hasStackTraceContaining("Is a directory");
        }
    }

    @Test
    void onlyTheOwnerMayRead() throws IOException {
        Path base = root.resolve("private");
        try (ArtifactStore store = in(base)) {
            store.put("crm/a.zip", TestContent.of(bytes(10)));
        }
        assertThat(permissions(base)).isEqualTo("rwx------");
        assertThat(permissions(base.resolve("crm"))).isEqualTo("rwx------");
        assertThat(permissions(base.resolve("crm/a.zip"))).isEqualTo("rw-------");
    }

    @Test
    void brokenContentLeavesNoTemporaryFile() throws IOException {
        Path base = root.resolve("tidy");
        try (ArtifactStore store = in(base)) {
            assertThatThrownBy(() ->
                            store.put("a.zip", TestContent.of(bytes(1_000)).failingAt(500)))
                    .hasMessage("The download broke");
        }
        try (Stream<Path> left = Files.list(base)) {
            assertThat(left).containsExactly(base.resolve(BaseDirectory.MARKER));
        }
    }

    @Test
    void whatEarlierHoldersLeftIsRemoved() throws IOException {
        Path base = Files.createDirectory(root.resolve("left"));
        for (String left : List.of(".a.zip.part", ".a.zip.1.part", ".a.zip.2.part", ".a.zip.3.part", ".b.zip.1.part")) {
            Files.writeString(base.resolve(left), "left");
        }
        try (ArtifactStore store = in(base)) {
            store.put("a.zip", TestContent.of(bytes(9)).ofFence(3));
        }
        try (Stream<Path> files = Files.list(base)) {
            assertThat(files.map(base::relativize))
                    .map(Path::toString)
                    .containsExactlyInAnyOrder("a.zip", ".b.zip.1.part", BaseDirectory.MARKER);
        }
    }

    /** What is read back at once comes from memory, and proves nothing of the disk. */
    @Test
    void aDirectoryConfirmsBySizeAlone() throws IOException {
        assertThat(store().put("size.zip", TestContent.of(bytes(10))).confirmation())
                .isEqualTo(Confirmation.SIZE);
    }

    @Test
    void aSecondWriterOfTheSameKeyWaitsForAnotherTry() throws Exception {
        TestContent slow = TestContent.growing(bytes(1_000));
        CompletableFuture<Void> first = Background.run(() -> put("same.zip", slow));
        slow.awaitReader();
        assertThatThrownBy(() -> store().put("same.zip", TestContent.of(bytes(1_000))))
                .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo("still_writing"));
        slow.verify();
        first.join();
        store().put("same.zip", TestContent.of(bytes(1_000)));
    }

    @Test
    void aFileInTheWayIsFinal() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "no directory");
        try (ArtifactStore store = in(file.resolve("below"))) {
            assertThatThrownBy(() -> store.put("a.zip", TestContent.of(bytes(10))))
                    .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("directory_missing"));
        }
    }

    @Test
    void whatADiskSaysThatIsFullAndOneThatIsForbiddenIsToldApart() {
        assertThat(FileFailures.of("Writing", new IOException("No space left on device")))
                .isInstanceOf(TransientFailure.class);
        assertThat(FileFailures.of("Writing", new java.nio.file.AccessDeniedException("/x")))
                .isInstanceOf(PermanentFailure.class);
    }

    private void put(String key, Content content) {
        try {
            store().put(key, content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ArtifactStore in(Path directory) {
        FileStore store = new FileStore();
        store.setDirectory(directory.toString());
        store.setCreate("true");
        return store;
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
