package io.exportroutes.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.KnownDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory below which a destination keeps everything. It has to exist, and to be the one that was there before: if a disk
 * is not mounted, its mount point would accept every file, and nobody would miss a copy until the disk is back. So a marker with
 * an id is written into it, and the id is remembered. Without a marker, only the directory's existence is remembered.
 */
public final class BaseDirectory {
    /** No key begins with a dot, so that nothing overwrites it. */
    public static final String MARKER = ".export-routes-destination";

    private static final Logger LOG = LoggerFactory.getLogger(BaseDirectory.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;
    private final Object making = new Object();
    private final DestinationMemory own = new ProcessMemory();
    /** The destination takes no marker, or shows none. */
    private volatile boolean unmarkable;
    /** That there is no marker. */
    private volatile boolean said;

    public BaseDirectory(Clock clock) {
        this.clock = clock;
    }

    /** The operations that a destination offers for this. */
    public interface Access {
        /** The directory's name for messages. */
        public String place();

        public boolean exists() throws IOException;

        public void make() throws IOException;

        public Marker read() throws IOException;

        /** Puts a marker there in one step, by way of the temporary name, unless there is one already, or none is taken. */
        public void write(String temporary, String text) throws IOException;

        /** Removes what a crash left of {@link #write}. */
        public void remove(String temporary) throws IOException;

        /** The name of its file system, for a message, or null. */
        @Nullable
        public String fileSystem();
    }

    /**
     * A marker as the destination shows it.
     *
     * @param legible whether it may be looked at
     * @param text null if there is none
     */
    public record Marker(boolean legible, @Nullable String text) {
        public static final Marker ABSENT = new Marker(true, null);
        public static final Marker HIDDEN = new Marker(false, null);
    }

    /**
     * @param make whether the directory may be made where it was never seen
     * @param mark whether it has a marker
     */
    public record Rules(boolean make, boolean mark) {}

    /**
     * Makes sure that what follows goes where it should.
     *
     * @param given null if the caller remembers nothing; then it is remembered here, until the process ends
     * @return whether there is a marker, so that it is worth another look
     * @throws PermanentFailure if the directory is missing, or another one
     */
    public boolean check(Access directory, Rules rules, @Nullable DestinationMemory given) throws IOException {
        DestinationMemory memory = given == null ? own : given;
        if (isThere(directory, rules, memory)) {
            return true;
        }
        synchronized (making) {
            return isThere(directory, rules, memory) || make(directory, rules, memory);
        }
    }

    /** Whether nothing has to be done: the marker is the one that is remembered. */
    private boolean isThere(Access directory, Rules rules, DestinationMemory memory) throws IOException {
        KnownDirectory known = memory.recall(directory.place()).orElse(null);
        if (known == null || !known.marked() || !rules.mark()) {
            return false;
        }
        Marker marker = directory.read();
        if (marker.text() == null) {
            requireExistence(directory, rules, memory);
        }
        if (marker.legible()) {
            requireSame(directory, known, marker, memory);
        }
        return true;
    }

    private boolean make(Access directory, Rules rules, DestinationMemory memory) throws IOException {
        requireExistence(directory, rules, memory);
        if (!rules.mark() || unmarkable) {
            return false;
        }
        Marker marker = directory.read();
        if (marker.text() == null && marker.legible()) {
            marker = mark(directory, memory);
        }
        String id = id(marker.text());
        if (id == null) {
            unmarkable = marker.legible();
            sayOnce(directory, memory);
            return false;
        }
        KnownDirectory begun = memory.recall(directory.place()).orElse(null);
        if (begun != null && begun.markerId() != null) {
            directory.remove(temporary(begun.markerId(), memory));
        }
        KnownDirectory known = memory.note(new KnownDirectory(directory.place(), id, true, directory.fileSystem()));
        requireSame(directory, known, marker, memory); // another node may have been the first, and elsewhere
        return true;
    }

    /** And remembers that it was there, whatever becomes of a marker. */
    private void requireExistence(Access directory, Rules rules, DestinationMemory memory) throws IOException {
        boolean known = memory.recall(directory.place()).isPresent();
        if (!directory.exists()) {
            if (known) {
                throw new PermanentFailure(
                        FailureCode.DIRECTORY_MISSING,
                        "The base directory " + directory.place() + " is missing, and was there before",
                        "Mount its disk, or restore it; to start over there, create it and " + memory.howToForget());
            }
            if (!rules.make()) {
                throw new PermanentFailure(
                        FailureCode.DIRECTORY_MISSING,
                        "The base directory " + directory.place() + " is not there",
                        "Mount its disk, or create the directory; to have it created, once, set create: true");
            }
            directory.make();
        }
        if (!known) {
            memory.note(new KnownDirectory(directory.place(), null, false, directory.fileSystem()));
        }
    }

    /**
     * The id is noted before it is used, so that a crash in between leaves no unknown marker, and several nodes use
     * the same one.
     */
    private Marker mark(Access directory, DestinationMemory memory) throws IOException {
        String mine = UUID.randomUUID().toString();
        KnownDirectory known = memory.note(new KnownDirectory(directory.place(), mine, false, directory.fileSystem()));
        String id = known.markerId() == null ? mine : known.markerId();
        directory.write(temporary(id, memory), text(memory.destination(), id));
        return directory.read();
    }

    private void sayOnce(Access directory, DestinationMemory memory) {
        if (!said) {
            said = true;
            LOG.warn(
                    "Destination {} has no marker, because {} does not take or show it: another directory in its place would go"
                            + " unnoticed. Let its user write {} there and restart, or set marker: false",
                    memory.destination(),
                    directory.place(),
                    MARKER);
        }
    }

    private static void requireSame(Access directory, KnownDirectory known, Marker marker, DestinationMemory memory) {
        if (String.valueOf(known.markerId()).equals(id(marker.text()))) {
            return;
        }
        String lies = known.fileSystem() == null
                ? ""
                : " (it lay on %s, this one on %s)".formatted(known.fileSystem(), directory.fileSystem());
        throw new PermanentFailure(
                FailureCode.BASE_DIRECTORY_CHANGED,
                "The base directory " + directory.place() + " is not the one that was there before: its marker "
                        + MARKER + (marker.text() == null ? " is missing" : " is another") + lies,
                "Mount the disk that belongs there; if this directory is meant, " + memory.howToForget()
                        + "; if other programs empty it, set marker: false");
    }

    private static String temporary(String id, DestinationMemory memory) {
        return MARKER + "." + id + "." + memory.writer() + ".part";
    }

    private String text(String destination, String id) {
        return JSON.createObjectNode()
                        .put("destination", destination)
                        .put("id", id)
                        .put(
                                "created",
                                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                        .toPrettyString()
                + "\n";
    }

    /** A marker with foreign text also identifies the directory. */
    private static @Nullable String id(@Nullable String marker) {
        if (marker == null) {
            return null;
        }
        try {
            JsonNode id = JSON.readTree(marker).path("id");
            if (id.isTextual()) {
                return id.asText();
            }
        } catch (JsonProcessingException noJson) {
            return UUID.nameUUIDFromBytes(marker.getBytes(StandardCharsets.UTF_8))
                    .toString();
        }
        return UUID.nameUUIDFromBytes(marker.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
