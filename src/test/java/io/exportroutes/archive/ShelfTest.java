package io.exportroutes.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.ArchiveRequest;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.delivery.file.FileStore;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShelfTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void aSidecarIsFoundWithItsArtifactAlsoWhereOthersSortBetweenTheTwo() throws IOException {
        put("crm/a.zip", "crm/a.zip-old", "crm/a.zip.manifest.json", "crm/b.zip.manifest.json", "notes.txt");

        Seen seen = new Seen();
        new Shelf("mirror", store()).visit("", seen);

        assertThat(seen.sidecars)
                .containsExactly(
                        Map.entry("crm/a.zip.manifest.json", "crm/a.zip"),
                        Map.entry("crm/b.zip.manifest.json", "nothing"));
        assertThat(seen.others).containsExactly("crm/a.zip-old", "notes.txt");
    }

    /** However keys are made, each sidecar is told once with its artifact, and everything else once. */
    @Property(tries = 300)
    void everyObjectIsToldOnce(@ForAll("keys") Set<String> keys) {
        Seen seen = new Seen();
        new Shelf("anywhere", new Scripted(new ArrayList<>(new TreeSet<>(keys)), 3)).visit("", seen);

        Map<String, String> expected = new TreeMap<>();
        Set<String> others = new TreeSet<>(keys);
        keys.stream().filter(key -> key.endsWith(Sidecar.SUFFIX)).forEach(key -> {
            String artifact = key.substring(0, key.length() - Sidecar.SUFFIX.length());
            // What is a sidecar itself is nobody's artifact.
            boolean there = keys.contains(artifact) && !artifact.endsWith(Sidecar.SUFFIX);
            expected.put(key, there ? artifact : "nothing");
            others.remove(key);
            if (there) {
                others.remove(artifact);
            }
        });
        assertThat(new TreeMap<>(seen.sidecars)).isEqualTo(expected);
        assertThat(seen.others).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(others);
    }

    @Provide
    Arbitrary<Set<String>> keys() {
        Arbitrary<String> part = Arbitraries.of("a", "b", "-", ".zip", Sidecar.SUFFIX, ".m", "/x");
        return part.list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(parts -> "k" + String.join("", parts))
                .set()
                .ofMaxSize(30);
    }

    @Test
    void aListingThatGoesBackwardsOrRepeatsItselfIsNotBelieved() {
        for (List<String> keys : List.of(List.of("b", "a"), List.of("a", "a"))) {
            assertThatThrownBy(() -> new Shelf("archive", new Scripted(keys, 1)).visit("", new Seen()))
                    .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("listing_untrusted"));
        }
    }

    @Test
    void aListingOfOtherKeysThanThoseAskedForIsNotBelieved() {
        assertThatThrownBy(() -> new Shelf("archive", new Scripted(List.of("erp/a"), 9)).visit("crm/", new Seen()))
                .hasMessageContaining("listing of archive");
    }

    private void put(String... keys) throws IOException {
        for (String key : keys) {
            Path file = directory.resolve(key);
            Files.createDirectories(file.getParent());
            Files.writeString(file, key);
        }
    }

    private FileStore store() {
        FileStore store = new FileStore();
        store.setDirectory(directory.toString());
        return store;
    }

    private static final class Seen implements Shelf.Visitor {
        final Map<String, String> sidecars = new TreeMap<>();
        final List<String> others = new ArrayList<>();

        @Override
        public void sidecar(StoredObject sidecar, @Nullable StoredObject artifact) {
            assertThat(sidecars.put(sidecar.key(), artifact == null ? "nothing" : artifact.key()))
                    .isNull();
        }

        @Override
        public void other(StoredObject object) {
            others.add(object.key());
        }
    }

    /** A destination that lists what it is told to, page by page, whatever it was asked. */
    private static final class Scripted implements Archive {
        private final List<String> keys;
        private final int page;
        private int told;

        Scripted(List<String> keys, int page) {
            this.keys = keys;
            this.page = page;
        }

        @Override
        public List<StoredObject> list(ArchiveRequest request) {
            List<String> next = keys.subList(told, Math.min(keys.size(), told + page));
            told += next.size();
            return next.stream()
                    .map(key -> new StoredObject(key, 1, Instant.EPOCH))
                    .toList();
        }

        @Override
        public Optional<StoredObject> head(String key) {
            return Optional.empty();
        }

        @Override
        public InputStream read(String key) {
            return InputStream.nullInputStream();
        }

        @Override
        public void delete(String key) {
            throw new UnsupportedOperationException();
        }
    }
}
