package io.exportroutes.spool;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.value.Folders;
import io.exportroutes.value.OwnerOnly;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The small JSON file beside the bytes: the facts for a later process to resume the download, or that it is complete. */
final class SpoolNote {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private final Path temporary;

    SpoolNote(Path path) {
        this.path = path;
        this.temporary = path.resolveSibling(path.getFileName() + ".tmp");
    }

    /** The last note; empty if missing or unreadable: then the bytes beside it cannot be used. */
    Optional<Note> read() throws IOException {
        try {
            return Optional.ofNullable(JSON.readValue(Files.readAllBytes(path), Note.class));
        } catch (NoSuchFileException | JsonProcessingException nothingUsable) {
            return Optional.empty();
        }
    }

    /**
     * Replaces the note at once: a crash leaves the old one or the new one.
     *
     * @param durable whether it must also survive a power cut
     */
    void write(Note note, boolean durable) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(note));
        try (FileChannel channel = OwnerOnly.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (durable) {
                channel.force(true);
            }
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (durable) {
            Folders.force(path.toAbsolutePath().getParent());
        }
    }

    /** Notes that the bytes are complete, unless the note says so already; a full disk may refuse it. */
    void confirm(String exportId, Verified whole) throws IOException {
        boolean noted = read().filter(note -> exportId.equals(note.exportId()) && whole.equals(note.verified()))
                .isPresent();
        if (!noted) {
            write(Note.whole(exportId, null, whole), true);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(temporary);
    }

    /**
     * What the server said about the bytes.
     *
     * @param validator their strong ETag or their Last-Modified time, or null: then they cannot be continued
     * @param expectedSize the promised size in bytes, or null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Promise(@Nullable String validator, @Nullable Long expectedSize) {}

    /**
     * @param boot the start of the machine during which the bytes were written, or null if it has no name
     * @param size bytes, once complete
     * @param sha256 lower-case hex, once complete
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Note(
            @Nullable String exportId,
            @JsonUnwrapped Promise promise,
            @Nullable String boot,
            @Nullable Long size,
            @Nullable String sha256) {

        static Note partial(String exportId, @Nullable String validator, @Nullable Long expectedSize) {
            return new Note(exportId, new Promise(validator, expectedSize), BootId.ID, null, null);
        }

        static Note whole(String exportId, @Nullable String validator, Verified verified) {
            return new Note(
                    exportId, new Promise(validator, verified.size()), BootId.ID, verified.size(), verified.sha256());
        }

        /** Whether so many partial bytes can be trusted and continued. */
        boolean continues(long present) {
            boolean within = promise.expectedSize == null || present <= promise.expectedSize;
            return promise.validator != null && within && BootId.ID != null && BootId.ID.equals(boot);
        }

        /**
         * The state that an earlier process left.
         *
         * @param present the size of the bytes beside the note
         */
        SpoolFile.Found found(String wantedId, long present) {
            if (present == 0 || !wantedId.equals(exportId)) {
                return SpoolFile.Found.NOTHING;
            }
            Verified whole = verified();
            boolean usable = whole != null ? whole.size() == present : continues(present);
            return usable
                    ? new SpoolFile.Found(
                            present,
                            promise.validator,
                            whole != null ? Long.valueOf(present) : promise.expectedSize,
                            whole)
                    : SpoolFile.Found.NOTHING;
        }

        /** The proof that the bytes are complete, or null. */
        @Nullable
        Verified verified() {
            return size == null || sha256 == null ? null : new Verified(size, sha256);
        }
    }
}
