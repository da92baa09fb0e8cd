package io.exportroutes.config.schema;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The types of destinations and channels that there are: one for each {@code <type>-artifact-sink.kamelet.yaml} and
 * {@code <type>-notification-sink.kamelet.yaml} of a folder.
 */
public final class KameletCatalog {
    private final Map<SinkKind, Map<String, SinkDefinition>> sinks = new EnumMap<>(SinkKind.class);

    private KameletCatalog() {
        for (SinkKind kind : SinkKind.values()) {
            sinks.put(kind, new TreeMap<>());
        }
    }

    /**
     * Reads the Kamelets of a folder, not of those below it; other files are ignored.
     *
     * @throws PermanentFailure {@code kamelet_invalid} if the folder cannot be listed or a file, which the message names, is
     *     wrong
     */
    public static KameletCatalog scan(Path folder) {
        KameletCatalog catalog = new KameletCatalog();
        for (Path file : list(folder)) {
            for (SinkKind kind : SinkKind.values()) {
                if (file.getFileName().toString().endsWith(kind.file())) {
                    SinkDefinition sink = SinkFile.read(file, kind);
                    catalog.of(kind).put(sink.type(), sink);
                }
            }
        }
        return catalog;
    }

    private Map<String, SinkDefinition> of(SinkKind kind) {
        return Objects.requireNonNull(sinks.get(kind));
    }

    /** The type of that name, or empty. */
    public Optional<SinkDefinition> find(SinkKind kind, String type) {
        return Optional.ofNullable(of(kind).get(type));
    }

    /** The names of all types, sorted. */
    public Set<String> types(SinkKind kind) {
        return Collections.unmodifiableSet(of(kind).keySet());
    }

    /** All types, sorted by name. */
    public Collection<SinkDefinition> sinks(SinkKind kind) {
        return List.copyOf(of(kind).values());
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException unreadable) {
            throw new PermanentFailure(
                    FailureCode.KAMELET_INVALID,
                    "The folder of Kamelets " + folder + " cannot be listed",
                    "Start the program where routes/kamelets is, or restore that folder.",
                    unreadable);
        }
    }
}
