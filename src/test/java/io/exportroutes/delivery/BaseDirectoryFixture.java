package io.exportroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.PermanentFailure;
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
import org.junit.jupiter.api.io.TempDir;

/** What the suite of the stores with a base directory works with: a ledger, and a directory at the far end. */
abstract class BaseDirectoryFixture {
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
    public abstract ArtifactStore open(boolean create, boolean marker) throws IOException;

    /** The base directory, as it is at the far end; not there at first. */
    public abstract Path base();

    /** The far end's own name of it, as the memory has it. */
    public abstract String place();

    /** Forgets what was seen a moment ago. */
    public void reconnect() {}

    /** As a version of the program that had its notes in files named it. */
    public abstract String formerPlace();

    final void note(String text) throws IOException {
        Files.createDirectories(oldNote().getParent());
        Files.writeString(oldNote(), text);
    }

    final Path oldNote() {
        return state.resolve("destinations/mirror.json");
    }

    final LedgerMemory memory() {
        return new LedgerMemory(ledger.deliveries().baseDirectories(), state.resolve("destinations"), "node", "mirror");
    }

    public final Content remembering(Content content) {
        return new RevocableContent(content, 0, memory(), () -> null);
    }

    public final void put(ArtifactStore store) throws IOException {
        reconnect();
        store.put("a.zip", remembering(TestContent.of(new byte[10])));
    }

    final void fails(ArtifactStore store, String code, String... words) {
        assertThatThrownBy(() -> put(store)).isInstanceOfSatisfying(PermanentFailure.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            List.of(words).forEach(word -> assertThat(failure.getMessage() + " " + failure.hint())
                    .contains(word));
        });
    }

    final Path unmount() throws IOException {
        Path disk = base().resolveSibling("disk");
        delete(disk);
        Files.move(base(), disk);
        Files.createDirectory(base());
        return disk;
    }

    final void mount(Path disk) throws IOException {
        delete(base());
        Files.move(disk, base());
    }

    public final List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static void delete(Path folder) throws IOException {
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
