package io.exportroutes.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.StoredObject;
import io.exportroutes.delivery.file.FileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class InventoryTest {
    @TempDir
    private Path directory;

    private final FileStore store = new FileStore();

    @BeforeEach
    void open() {
        store.setDirectory(directory.toString());
    }

    private void put(String key, int size) throws IOException {
        Path file = directory.resolve(key);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[size]);
    }

    private Inventory take(Map<String, Long> known) {
        return Inventory.take("mirror", store, new HashMap<>(known));
    }

    @Test
    void whatIsKnownIsThereWithItsSizeOrNamed() throws IOException {
        put("crm/a.zip", 3);
        put("crm/a.zip.manifest.json", 9);
        put("crm/b.zip", 3);

        Inventory inventory = take(Map.of("crm/a.zip", 3L, "crm/b.zip", 4L, "crm/c.zip", 3L));

        assertThat(inventory.missing()).containsExactly("crm/c.zip");
        assertThat(inventory.resized()).containsExactly("crm/b.zip");
        assertThat(inventory.foreign()).isEmpty();
    }

    /** The sidecar of what has expired stays, and an artifact may lie there before its delivery has ended. */
    @Test
    void whatADeliveryEverHadThereIsNotForeign() throws IOException {
        put("crm/expired.zip.manifest.json", 9);
        put("crm/expired.zip.drift.json", 9);
        put("crm/expired.zip.drift.md", 9);
        put("crm/sending.zip", 3);
        put("_custody/nightly/00000001.json", 3);
        put("crm/theirs.zip", 3);
        put("crm/theirs.zip.manifest.json", 3);
        put("notes.txt", 3);

        Inventory inventory = take(Map.of("crm/expired.zip", -1L, "crm/sending.zip", -1L));

        assertThat(inventory.missing()).isEmpty();
        assertThat(inventory.foreigners()).isEqualTo(3);
        assertThat(inventory.foreign())
                .extracting(StoredObject::key)
                .containsExactlyInAnyOrder("crm/theirs.zip", "crm/theirs.zip.manifest.json", "notes.txt");
    }

    @Test
    void whatExpiredMeanwhileIsNotMissing() {
        Inventory inventory = take(Map.of("crm/a.zip", 3L, "crm/b.zip", 3L, "crm/c.zip", 3L));

        assertThat(inventory.ofThose(Map.of("crm/a.zip", -1L, "crm/b.zip", 3L)).missing())
                .containsExactly("crm/b.zip");
    }
}
