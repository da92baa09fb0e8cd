package io.exportroutes.delivery.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.BaseDirectory;
import io.exportroutes.delivery.BaseDirectoryContract;
import io.exportroutes.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBaseDirectoryTest extends BaseDirectoryContract {
    @TempDir
    private Path root;

    @Override
    public ArtifactStore open(boolean create, boolean marker) {
        FileStore store = new FileStore();
        store.setDirectory(base().toString());
        store.setCreate(String.valueOf(create));
        store.setMarker(String.valueOf(marker));
        return store;
    }

    @Override
    public Path base() {
        return root.resolve("backups");
    }

    @Override
    public String place() {
        return base().toString();
    }

    @Override
    public String formerPlace() {
        return place();
    }

    /** A real mount, where this user may mount. */
    @Tag(SmallDisk.TAG)
    @Test
    void aDiskThatIsNotMountedGetsNothing() throws Exception {
        try (ArtifactStore store = open(false, true)) {
            String type;
            try (SmallDisk disk = SmallDisk.mount(base(), 1_000)) {
                put(store);
                type = disk.type();
            }
            assertThat(list(base())).isEmpty();
            assertThat(messageOf(store)).contains("is missing", "it lay on " + type);
            assertThat(list(base())).isEmpty();
        }
    }

    private String messageOf(ArtifactStore store) throws IOException {
        try {
            put(store);
            return "";
        } catch (io.exportroutes.failure.PermanentFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** As of a folder that was filled before there were markers. */
    @Test
    void aDirectoryThatHasFilesAlreadyGetsItsMarker() throws IOException {
        Files.createDirectories(base().resolve("crm"));
        Files.writeString(base().resolve("crm/old.zip"), "old");
        try (ArtifactStore store = open(false, true)) {
            put(store);
        }
        assertThat(base().resolve(BaseDirectory.MARKER)).exists();
    }
}
