package io.exportroutes.delivery;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.failure.PassingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One small JSON file for each destination, in the state folder, readable by its owner alone. */
public final class DestinationNotes implements DestinationMemory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String destination;
    private final Path file;

    /** @param folder made where it is missing */
    public DestinationNotes(Path folder, String destination) {
        this.destination = destination;
        this.file = folder.resolve(destination + ".json");
    }

    @Override
    public String destination() {
        return destination;
    }

    @Override
    public Optional<Seen> recall() {
        try {
            return Optional.ofNullable(JSON.readValue(Files.readAllBytes(file), Note.class))
                    .flatMap(Note::seen);
        } catch (NoSuchFileException | JsonProcessingException nothingUsable) {
            return Optional.empty();
        } catch (IOException refused) {
            throw unusable(refused);
        }
    }

    @Override
    public synchronized void remember(Seen seen) {
        try {
            Disk.makeDirectories(file.getParent());
            Disk.replace(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(Note.of(seen)));
        } catch (IOException refused) {
            throw unusable(refused);
        }
    }

    @Override
    public String howToForget() {
        return "delete " + file;
    }

    private PassingFailure unusable(IOException refused) {
        return new PassingFailure(
                "state_unusable",
                "The note %s cannot be read or written: %s".formatted(file, refused.getMessage()),
                "Look at the free space and the rights of the state folder",
                refused);
    }

    /** As it stands in the file, where anything may be missing. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Note(
            @Nullable String place,
            @Nullable String id,
            boolean found,
            @Nullable String fileSystem) {
        static Note of(Seen seen) {
            return new Note(seen.place(), seen.id(), seen.found(), seen.fileSystem());
        }

        Optional<Seen> seen() {
            return place == null || id == null ? Optional.empty() : Optional.of(new Seen(place, id, found, fileSystem));
        }
    }
}
