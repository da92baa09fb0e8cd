package io.exportroutes.archive;

import io.exportroutes.custody.CustodyFiles;
import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.delivery.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a destination lists, compared with what the ledger knows to be there. A listing that ends early, or leaves something out, is
 * noticed by what is missing.
 *
 * @param missing the keys of known copies that it does not have
 * @param resized the keys of known copies that it has with another size
 * @param foreign some of what it has that no delivery ever wrote
 * @param foreigners how much there is of that
 */
public record Inventory(Set<String> missing, Set<String> resized, List<StoredObject> foreign, int foreigners) {
    private static final int NAMED = 100;

    /**
     * Reads the whole listing.
     *
     * @param known the size of the copy under each key that a delivery ever had there, or -1 where none is left; it is emptied of
     *     what was found
     * @throws io.exportroutes.failure.ExportFailure if the listing breaks off or cannot be trusted
     */
    public static Inventory take(String destination, Archive archive, Map<String, Long> known) {
        Taking taking = new Taking(known);
        new Shelf(destination, archive).visit("", taking);
        known.values().removeIf(size -> size < 0);
        return new Inventory(new TreeSet<>(known.keySet()), taking.resized, taking.foreign, taking.foreigners);
    }

    /** The same, but only the copies are missing that are still known, as {@link #take} has them. */
    public Inventory ofThose(Map<String, Long> known) {
        Set<String> still = new TreeSet<>(missing);
        still.removeIf(key -> known.getOrDefault(key, -1L) < 0);
        return new Inventory(still, resized, foreign, foreigners);
    }

    private static final class Taking implements Shelf.Visitor {
        private final Map<String, Long> known;
        private final Set<String> ever;
        private final Set<String> resized = new TreeSet<>();
        private final List<StoredObject> foreign = new ArrayList<>();
        private int foreigners;

        Taking(Map<String, Long> known) {
            this.known = known;
            this.ever = Set.copyOf(known.keySet());
        }

        @Override
        public void sidecar(StoredObject sidecar, @Nullable StoredObject artifact) {
            String key = sidecar.key().substring(0, sidecar.key().length() - Sidecar.SUFFIX.length());
            if (!ever.contains(key)) {
                stranger(sidecar);
            }
            if (artifact != null) {
                other(artifact);
            }
        }

        @Override
        public void other(StoredObject object) {
            Long size = known.remove(object.key());
            if (size != null && size >= 0 && size != object.size()) {
                resized.add(object.key());
            }
            if (!ever.contains(object.key())
                    && !object.key().startsWith(CustodyFiles.FOLDER)
                    && !isDrift(object.key())) {
                stranger(object);
            }
        }

        /** Whether it says what changed in an artifact of ours. */
        private boolean isDrift(String key) {
            return Stream.of(StoredSchemas.JSON, StoredSchemas.MARKDOWN)
                    .anyMatch(end -> key.endsWith(end) && ever.contains(key.substring(0, key.length() - end.length())));
        }

        private void stranger(StoredObject object) {
            foreigners++;
            if (foreign.size() < NAMED) {
                foreign.add(object);
            }
        }
    }
}
