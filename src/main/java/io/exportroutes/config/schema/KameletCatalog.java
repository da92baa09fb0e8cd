package io.exportroutes.config.schema;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The destination types that there are: one for each {@code <type>-artifact-sink.kamelet.yaml} of a folder. */
public final class KameletCatalog {
    private final Map<String, SinkDefinition> sinks;

    private KameletCatalog(Map<String, SinkDefinition> sinks) {
        this.sinks = Collections.unmodifiableMap(new TreeMap<>(sinks));
    }

    /**
     * Reads the Kamelets of a folder, not of those below it; other files are ignored.
     *
     * @throws PermanentFailure {@code kamelet_invalid} if the folder cannot be listed or a file, which the message names, is
     *     wrong
     */
    public static KameletCatalog scan(Path folder) {
        Map<String, SinkDefinition> sinks = new TreeMap<>();
        for (Path file : list(folder)) {
            if (file.getFileName().toString().endsWith(SinkFile.SUFFIX)) {
                SinkDefinition sink = SinkFile.read(file);
                sinks.put(sink.type(), sink);
            }
        }
        return new KameletCatalog(sinks);
    }

    /** The destination type of that name, or empty. */
    public Optional<SinkDefinition> find(String type) {
        return Optional.ofNullable(sinks.get(type));
    }

    /** The names of all destination types, sorted. */
    public Set<String> types() {
        return sinks.keySet();
    }

    /** All destination types, sorted by name. */
    public Collection<SinkDefinition> sinks() {
        return sinks.values();
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
