package io.exportroutes.spool;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one export while they arrive: one writer, any number of readers, which do not wait for each other. Readers
 * follow the writer but never receive the last byte before {@link #complete}, because some servers commit as soon as
 * they have the promised number of bytes and never ask for the end of the stream.
 *
 * <p>{@code RECEIVING → WHOLE | FAILED}. A failed one keeps its bytes; {@link Spool#open} then gives a new object that
 * continues with them. The writer's methods ({@code expect, remember, append, restart, complete}) are for one thread at a
 * time; all others may be called from anywhere.
 */
public final class SpoolFile {
    /** The state of the bytes. */
    public enum State {
        RECEIVING,
        /** Every check held; size and SHA-256 are known. */
        WHOLE,
        /** Failed for good in this object; {@link #read} and {@link #awaitVerified} raise the cause. */
        FAILED
    }

    /**
     * The progress of the writer or of one reader.
     *
     * @param name {@code download}, or the reader's name
     * @param total bytes, or -1 while unknown
     */
    public record Progress(String name, long done, long total) {}

    private final String exportId;
    private final Path path;
    private final long start;
    private final SpoolNote sideFile;
    private final GrowingFile growing;
    private final SpoolProgress progression;
    private final Object writing = new Object();
    private volatile @Nullable String validator;

    /** @param found the state that an earlier process left, already compared with the file; verified, if within a segment */
    SpoolFile(String exportId, SpoolRegion region, SpoolNote sideFile, Duration stall, Found found) {
        this.exportId = exportId;
        this.path = region.file();
        this.start = region.start();
        this.sideFile = sideFile;
        this.growing = new GrowingFile(path);
        this.progression = new SpoolProgress(exportId, stall, found);
        this.validator = found.validator();
    }

    public String exportId() {
        return exportId;
    }

    /** The path of the bytes while they arrive, in a file of their own. They are the artifact only once the state is WHOLE. */
    public Path path() {
        return path;
    }

    public State state() {
        return progression.state();
    }

    /** The number of bytes received; a download may resume here if {@link #validator()} is known. */
    public long received() {
        return progression.received();
    }

    /** The promised size in bytes, or the size of the complete artifact. */
    public OptionalLong expectedSize() {
        return progression.expected();
    }

    /** The strong ETag or the Last-Modified time of the bytes that are there, or null: they cannot be continued. */
    public @Nullable String validator() {
        return validator;
    }

    /** Records the version of the artifact that the next bytes belong to, durably enough for a later process to resume. */
    public void remember(@Nullable String newValidator) throws IOException {
        synchronized (writing) {
            validator = newValidator;
            note();
        }
    }

    /**
     * Notes the size that was promised (Content-Length or size_bytes). A promise that differs from the one before is a
     * restart: readers may have passed the old one on.
     */
    public void expect(long size) throws IOException {
        synchronized (writing) {
            OptionalLong before = progression.expected();
            if (before.isPresent() && before.getAsLong() == size) {
                return;
            }
            if (before.isPresent() || received() > size) {
                restart();
            }
            progression.expect(size);
            note();
        }
    }

    /**
     * Adds bytes. The first call after an earlier process left some hashes those first, see {@link #catchUp}.
     *
     * @throws IOException if the disk refuses, where more arrives than was promised, or where the file has failed; the
     *     cause is the failure
     */
    public void append(byte[] buffer, int offset, int length) throws IOException {
        synchronized (writing) {
            progression.checkRoomFor(length);
            try {
                growing.write(received(), buffer, offset, length);
            } catch (IOException refused) {
                throw SpoolFailures.thrown(SpoolFailures.writeFailed(path, refused));
            }
            progression.advance(length);
        }
    }

    /**
     * Hashes the bytes of an earlier process, as {@link #append} and {@link #complete} do, but with a heartbeat.
     *
     * @param alive called repeatedly while it reads; ends it by throwing
     */
    public void catchUp(Runnable alive) throws IOException {
        synchronized (writing) {
            try {
                growing.catchUp(received(), alive);
            } catch (IOException refused) {
                throw SpoolFailures.thrown(SpoolFailures.readFailed(path, refused));
            }
        }
    }

    /**
     * Forgets the bytes, the promise and the validator: the download begins again from zero, or a check found them bad.
     * Readers that have read anything end with {@code download_restarted}; the others start over without noticing.
     */
    public void restart() throws IOException {
        synchronized (writing) {
            progression.checkReceiving();
            validator = null;
            progression.restart(growing::startOver);
            sideFile.delete();
        }
    }

    /** All bytes have arrived and only the checks remain. A restart revokes it. */
    public void arrived() {
        progression.arrived();
    }

    /** Heartbeat of a writer that receives no byte (it checks, or waits to retry), so that no reader stalls. */
    public void touch() {
        progression.touch();
    }

    /**
     * The bytes are verified: syncs them to the disk, writes the note beside them, and releases the last byte to the readers.
     *
     * @param noted called before the last byte is released: the ledger knows the artifact before a destination can have all
     *     of it. If it throws, no reader gets the last byte
     * @throws IOException if they are not as many as promised, or none at all, or the disk refuses; the cause is the
     *     failure, and nothing has changed
     */
    public Verified complete(Consumer<Verified> noted) throws IOException {
        synchronized (writing) {
            Verified already = progression.verified();
            if (already != null) {
                noted.accept(already);
                return already;
            }
            progression.checkFull();
            try {
                Verified verified = new Verified(received(), growing.finish(received()));
                sideFile.write(SpoolNote.Note.whole(exportId, validator, verified), true);
                noted.accept(verified);
                progression.complete(verified);
                return verified;
            } catch (IOException refused) {
                throw SpoolFailures.thrown(SpoolFailures.writeFailed(path, refused));
            }
        }
    }

    /** Ends every reader with this failure, now and later. No effect if the artifact is complete or has failed. */
    public void fail(ExportFailure failure) {
        progression.fail(failure);
        synchronized (writing) {
            growing.abandon();
        }
    }

    /**
     * A stream from byte 0 that follows the writer; see {@link SpoolReader}. The caller closes it.
     *
     * @param reader its name in {@link #progress()}
     * @param promised the size that the caller has passed on, or {@link #expectedSize()}: the stream yields exactly as many
     *     bytes or fails, and the last of them comes only once the artifact is complete and has that size
     */
    public SpoolReader read(String reader, OptionalLong promised) {
        SpoolReader follower = new SpoolReader(reader, new SpoolRegion(path, start), progression, promised);
        progression.register(follower);
        return follower;
    }

    /** For the checks alone: every byte that is there, and the end once all have {@link #arrived}. */
    public SpoolReader inspect() {
        return new SpoolReader(path, progression);
    }

    /**
     * Blocks until the artifact is verified.
     *
     * @throws IOException if it has failed, or no byte arrives for the stall time; the cause is the failure
     */
    public Verified awaitVerified() throws IOException {
        return Objects.requireNonNull(progression.awaitVerified(Long.MAX_VALUE));
    }

    /** As {@link #awaitVerified()}, for at most this long; empty when the time is over. */
    public Optional<Verified> awaitVerified(Duration atMost) throws IOException {
        return Optional.ofNullable(progression.awaitVerified(atMost.toNanos()));
    }

    /** The download first, then each reader; several of one name are as far as the first of them. */
    public List<Progress> progress() {
        long total = expectedSize().orElse(-1);
        Map<String, Long> readers = new TreeMap<>();
        progression.readers().forEach(reader -> readers.merge(reader.name(), reader.position(), Math::max));
        List<Progress> all = new ArrayList<>();
        all.add(new Progress("download", received(), total));
        readers.forEach((name, position) -> all.add(new Progress(name, position, total)));
        return List.copyOf(all);
    }

    /** Size and SHA-256 once the artifact is verified; null before. */
    @Nullable
    Verified verified() {
        return progression.verified();
    }

    boolean isRead() {
        return !progression.readers().isEmpty();
    }

    private void note() throws IOException {
        OptionalLong expected = progression.expected();
        Long size = expected.isPresent() ? expected.getAsLong() : null;
        try {
            sideFile.write(SpoolNote.Note.partial(exportId, validator, size), false);
        } catch (IOException refused) {
            throw SpoolFailures.thrown(SpoolFailures.writeFailed(path, refused));
        }
    }

    /**
     * The state that an earlier process left.
     *
     * @param expected the promised size, or null
     * @param verified null if the bytes are incomplete
     */
    record Found(
            long received,
            @Nullable String validator,
            @Nullable Long expected,
            @Nullable Verified verified) {
        static final Found NOTHING = new Found(0, null, null, null);
    }
}
