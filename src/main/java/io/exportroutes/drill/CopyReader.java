package io.exportroutes.drill;

import io.exportroutes.api.Manifest;
import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.Archives;
import io.exportroutes.archive.CopyCheck;
import io.exportroutes.archive.CopyCheck.Seen;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.ReadBack;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.Result;
import io.exportroutes.spool.verify.ArtifactFacts;
import io.exportroutes.spool.verify.Findings;
import io.exportroutes.spool.verify.Verifier;
import io.exportroutes.value.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Looks at copies, as thoroughly as asked for and as is possible, and records at once what each look found. */
public final class CopyReader {
    private static final byte[] ENCRYPTED = "age-encryption.org/v1".getBytes(StandardCharsets.US_ASCII);

    private final Archives archives;
    private final Ledger ledger;
    private final Place place;
    private final Clock clock;
    private final @Nullable Rehearsal rehearsal;

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
        /** @throws ExportFailure if it could not be restored */
        void restore(Path file, ArchivedCopy copy);
    }

    /** @param rehearsal what {@link Level#RESTORES} asks for; null: there is none */
    public CopyReader(Archives archives, Ledger ledger, Place place, Clock clock, @Nullable Rehearsal rehearsal) {
        this.archives = archives;
        this.ledger = ledger;
        this.place = place;
        this.clock = clock;
        this.rehearsal = rehearsal;
    }

    /**
     * Looks at one copy; its destination can be read.
     *
     * @param progress told how many bytes of a reading have come
     * @throws IOException if this machine cannot hold the copy; nothing is recorded then
     */
    public Seen read(ArchivedCopy copy, Level level, LongConsumer progress) throws IOException {
        Instant begun = clock.instant();
        Seen seen = look(copy, level, progress);
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

    private Seen look(ArchivedCopy copy, Level level, LongConsumer progress) throws IOException {
        CopyCheck check = new CopyCheck(archives.of(copy.destination()), copy);
        return switch (level) {
            case EXISTS -> check.exists();
            case CHECKSUM -> check.checksum(progress);
            case CONTENT -> check.content(OutputStream::nullOutputStream, progress);
            case OPENS, RESTORES -> intoFile(check, copy, level, progress);
        };
    }

    private Seen intoFile(CopyCheck check, ArchivedCopy copy, Level level, LongConsumer progress) throws IOException {
        OwnerOnly.directory(place.folder());
        Path file = place.folder().resolve("read-back-" + UUID.randomUUID());
        try {
            Seen seen = check.content(
                    () -> Channels.newOutputStream(OwnerOnly.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)),
                    progress);
            return seen.result().isGood() ? opened(seen, copy, level, file) : seen;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Seen opened(Seen seen, ArchivedCopy copy, Level level, Path file) throws IOException {
        Optional<ExportEntry> export = ledger.exports().find(copy.exportId());
        if (export.isEmpty() || isEncrypted(file)) {
            return seen.at(Level.CONTENT, seen.result(), "it was not opened: it is encrypted, or of an unknown kind");
        }
        try {
            Verifier.verify(file, facts(export.get().manifest()), Findings.NOTHING, () -> {});
        } catch (ExportFailure failure) {
            if (failure.is(FailureCode.INTERRUPTED)) {
                throw failure;
            }
            return seen.at(Level.OPENS, Result.UNREADABLE, failure.getMessage());
        }
        return level == Level.OPENS ? seen.at(Level.OPENS, seen.result(), seen.why()) : restored(seen, copy, file);
    }

    private Seen restored(Seen seen, ArchivedCopy copy, Path file) {
        if (rehearsal == null) {
            return seen.at(Level.OPENS, seen.result(), "there is no route direct:restore-drill here that restores it");
        }
        try {
            rehearsal.restore(file, copy);
            return seen.at(Level.RESTORES, seen.result(), seen.why());
        } catch (ExportFailure failure) {
            return seen.at(Level.RESTORES, Result.UNREADABLE, failure.getMessage());
        }
    }

    private static boolean isEncrypted(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return Arrays.equals(bytes.readNBytes(ENCRYPTED.length), ENCRYPTED);
        }
    }

    private static ArtifactFacts facts(Manifest manifest) {
        return new ArtifactFacts(
                manifest.scope().format(),
                manifest.artifact().contentType(),
                manifest.artifact().downloadName(),
                manifest.artifact().sizeBytes());
    }
}
