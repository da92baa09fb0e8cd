package io.exportroutes.drill;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.Archives;
import io.exportroutes.archive.CopyCheck;
import io.exportroutes.archive.CopyCheck.Seen;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.ReadBack;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.ReadBackPolicy.Depth;
import io.exportroutes.value.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Looks at copies, as thoroughly as asked for and as is possible, and records at once what each look found. */
public final class CopyReader {
    private static final String FILE = "read-back-";

    /** What lies there for so long was left by a process that died. */
    private static final Duration LEFT = Duration.ofDays(1);

    private final Archives archives;
    private final Ledger ledger;
    private final Place place;
    private final Clock clock;
    private final CopyOpener opener;

    /**
     * Where it reads.
     *
     * @param folder for a copy that is opened; removed afterwards
     * @param program the version of this program
     * @param host a name of this machine
     */
    public record Place(Path folder, String program, String host) {}

    /** Tries to restore a file that is as it was delivered. */
    public interface Rehearsal {
        /**
         * @param copy what the file is: of an encrypted copy what was inside
         * @throws ExportFailure if it could not be restored
         */
        void restore(Path file, ArchivedCopy copy);
    }

    /** @param rehearsal what {@link Level#RESTORES} asks for; null: there is none */
    public CopyReader(Archives archives, Ledger ledger, Place place, Clock clock, @Nullable Rehearsal rehearsal) {
        this.archives = archives;
        this.ledger = ledger;
        this.place = place;
        this.clock = clock;
        this.opener = new CopyOpener(ledger, rehearsal);
    }

    /**
     * Looks at one copy; its destination can be read.
     *
     * @param progress told how many bytes of a reading have come
     * @throws IOException if this machine cannot hold the copy; nothing is recorded then
     */
    public Seen read(ArchivedCopy copy, Depth depth, LongConsumer progress) throws IOException {
        Instant begun = clock.instant();
        Seen seen = look(copy, depth, progress);
        ledger.deliveries()
                .copies()
                .readBacks()
                .record(new ReadBack(
                        new ReadBack.Subject(copy.exportId(), copy.destination(), copy.key()),
                        seen.level(),
                        seen.result(),
                        new ReadBack.Evidence(seen.bytes(), seen.sha256(), seen.why()),
                        new ReadBack.Origin(begun, clock.instant(), place.program(), place.host())));
        return seen;
    }

    private Seen look(ArchivedCopy copy, Depth depth, LongConsumer progress) throws IOException {
        CopyCheck check = new CopyCheck(archives.of(copy.destination()), copy);
        return switch (depth.level()) {
            case EXISTS -> check.exists();
            case CHECKSUM -> check.checksum(progress);
            case CONTENT -> check.content(OutputStream::nullOutputStream, progress);
            case OPENS, RESTORES -> intoFile(check, copy, depth, progress);
        };
    }

    private Seen intoFile(CopyCheck check, ArchivedCopy copy, Depth depth, LongConsumer progress) throws IOException {
        OwnerOnly.directory(place.folder());
        removeLeftovers();
        Path file = place.folder().resolve(FILE + UUID.randomUUID());
        try {
            Seen seen = check.content(
                    () -> Channels.newOutputStream(OwnerOnly.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)),
                    progress);
            return seen.result().isGood() ? opener.open(seen, copy, depth, file) : seen;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** It may be what was inside an encrypted copy. */
    private void removeLeftovers() throws IOException {
        FileTime old = FileTime.from(clock.instant().minus(LEFT));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place.folder(), FILE + "*")) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).compareTo(old) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException gone) {
            return; // another process was quicker
        }
    }
}
