package io.exportroutes.delivery;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.KnownDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A small JSON file in the state folder, in which versions before schema 7 of the ledger kept the facts about a destination's
 * base directory.
 */
final class LegacyDirectoryNote {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The place of an SFTP destination had no user in it. */
    private static final Pattern USER = Pattern.compile("^sftp://[^@/]*@");

    private final Path file;

    LegacyDirectoryNote(Path file) {
        this.file = file;
    }

    /**
     * The facts in the note, or empty if there is none.
     *
     * @param place how the configuration names the directory now
     * @throws PermanentFailure if it is damaged: without it a directory in the place of another would not be noticed
     */
    Optional<KnownDirectory> read(String place) {
        try {
            Note note = JSON.readValue(Files.readAllBytes(file), Note.class);
            if (note == null) {
                throw new IllegalArgumentException("There is nothing in it");
            }
            return Optional.of(note.known(place));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException damaged) {
            throw new PermanentFailure(
                    FailureCode.DIRECTORY_NOTE_DAMAGED,
                    "The note " + file + ", which identifies the base directory " + place + ", is damaged",
                    "Check that the right disk is mounted there, then delete the note and replay",
                    damaged);
        } catch (IOException refused) {
            throw unusable(refused);
        }
    }

    /** @return false if there is none */
    boolean delete() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException refused) {
            throw unusable(refused);
        }
    }

    private TransientFailure unusable(IOException refused) {
        return new TransientFailure(
                FailureCode.IO_ERROR,
                "The note %s cannot be read or deleted: %s".formatted(file, refused.getMessage()),
                "Check the permissions of the state folder",
                refused);
    }

    /** The file's fields, each of which may be missing. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Note(
            @Nullable String place,
            @Nullable String id,
            boolean found,
            @Nullable String fileSystem) {
        KnownDirectory known(String now) {
            if (place == null || id == null) {
                throw new IllegalArgumentException("Place or id is missing");
            }
            boolean same = place.equals(USER.matcher(now).replaceFirst("sftp://"));
            return new KnownDirectory(same ? now : place, id, found, fileSystem);
        }
    }
}
