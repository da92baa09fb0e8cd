package io.exportroutes.spool;

import io.exportroutes.spool.Segment.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The segments of a spool: which artifact is in which. A segment is deleted once none of its artifacts is needed. Safe for
 * several threads.
 */
final class Segments {
    private static final String SCRATCH = ".scratch";

    private final Path directory;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<Path, Set<String>> needed = new HashMap<>();

    /**
     * Reads what earlier processes left; a segment that none of them finished is deleted, and so are scratch files.
     *
     * @param found all files of the spool
     */
    Segments(Path directory, Collection<Path> found) throws IOException {
        this.directory = directory;
        for (Path file : found) {
            if (file.toString().endsWith(SCRATCH)) {
                Files.deleteIfExists(file);
            } else if (Segment.isOne(file)) {
                open(file);
            }
        }
    }

    private void open(Path file) throws IOException {
        Map<String, Place> inside = Segment.read(file);
        if (inside.isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            put(inside);
        }
    }

    /** The path of a new file for bytes that are needed for a moment only. */
    Path scratch() {
        return directory.resolve(UUID.randomUUID() + SCRATCH);
    }

    /** Writes them to the disk, as one segment; see {@link Segment#write}. */
    Map<String, Place> add(List<WholeArtifact> parts) throws IOException {
        Map<String, Place> added =
                Segment.write(Segment.name(directory, UUID.randomUUID().toString()), parts);
        put(added);
        return added;
    }

    synchronized Optional<Place> find(String exportId) {
        return Optional.ofNullable(places.get(exportId));
    }

    /** The ids of all artifacts that are in one. */
    synchronized Set<String> exportIds() {
        return Set.copyOf(places.keySet());
    }

    /** The segments that hold at least one of these artifacts. */
    synchronized Set<Path> filesOf(Set<String> exportIds) {
        Set<Path> files = new HashSet<>();
        places.forEach((id, place) -> {
            if (exportIds.contains(id)) {
                files.add(place.file());
            }
        });
        return files;
    }

    /** The artifact is no longer needed, or its bytes are bad. */
    synchronized void remove(String exportId) throws IOException {
        Place place = places.remove(exportId);
        if (place == null) {
            return;
        }
        Set<String> rest = needed.getOrDefault(place.file(), Set.of());
        rest.remove(exportId);
        if (rest.isEmpty()) {
            needed.remove(place.file());
            Files.deleteIfExists(place.file());
        }
    }

    private synchronized void put(Map<String, Place> inside) throws IOException {
        for (Map.Entry<String, Place> one : inside.entrySet()) {
            remove(one.getKey()); // of two places the later one counts
            places.put(one.getKey(), one.getValue());
            needed.computeIfAbsent(one.getValue().file(), file -> new HashSet<>())
                    .add(one.getKey());
        }
    }
}
