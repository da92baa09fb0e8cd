package io.exportroutes.archive;

import io.exportroutes.archive.CopyReading.Bytes;
import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.ArchiveRequest;
import io.exportroutes.delivery.ArchiveRequest.Operation;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Looks whether a copy is as it was delivered, at its destination and nowhere else. */
public final class CopyCheck {
    private final Archive archive;
    private final ArchivedCopy copy;
    private long bytes;

    /** @param archive of the copy's destination */
    public CopyCheck(Archive archive, ArchivedCopy copy) {
        this.archive = archive;
        this.copy = copy;
    }

    /**
     * What was seen of one copy.
     *
     * @param level how much was looked at; less than what was asked for where more was not to be had
     * @param bytes how many were read, in all readings
     * @param sha256 of all of them, or what the destination says where {@link Level#CHECKSUM} was reached; or null
     * @param why the reason of a result that is not OK, or of a lower level, or null
     */
    public record Seen(
            Level level,
            Result result,
            long bytes,
            @Nullable String sha256,
            @Nullable String why) {
        /** The same, seen more closely. */
        public Seen at(Level higher, Result found, @Nullable String reason) {
            return new Seen(higher, found, bytes, sha256, reason);
        }
    }

    /** Whether the destination has an object of the right size. That is as far as it can be believed. */
    public Seen exists() {
        try {
            return head().map(this::sized).orElseGet(this::missing);
        } catch (ExportFailure failure) {
            return failed(failure);
        }
    }

    private Seen sized(StoredObject there) {
        long size = there.size();
        long expected = copy.bytes().size();
        return size == expected
                ? seen(Level.EXISTS, Result.OK, null, null)
                : seen(
                        Level.EXISTS,
                        size < expected ? Result.TRUNCATED : Result.DIFFERENT,
                        null,
                        "it has %d bytes for %d".formatted(size, expected));
    }

    /**
     * Whether the destination's own SHA-256 of the whole object is the one that was delivered. Where it tells another one the bytes
     * decide, as {@link #content} reads them.
     *
     * @param progress told how many bytes of a reading have come
     */
    public Seen checksum(LongConsumer progress) throws IOException {
        try {
            Optional<StoredObject> there = head();
            Seen sized = there.map(this::sized).orElseGet(this::missing);
            if (there.isEmpty() || sized.result() != Result.OK) {
                return sized;
            }
            String told = there.get().details().sha256();
            if (told == null) {
                return sized.at(
                        Level.EXISTS,
                        Result.OK,
                        "its destination tells no SHA-256 of the whole object, as S3 tells none of an upload in parts");
            }
            if (told.equals(copy.bytes().sha256())) {
                return seen(Level.CHECKSUM, Result.OK, told, null);
            }
            Seen read = content(OutputStream::nullOutputStream, progress);
            return read.result() == Result.OK
                    ? read.at(read.level(), Result.OK, "its destination tells the SHA-256 " + told + " of it")
                    : read;
        } catch (ExportFailure failure) {
            return failed(failure);
        }
    }

    /**
     * Reads all bytes. That they differ is said only after a second reading from the start, as the first may have met a broken
     * network.
     *
     * @param target opened for each reading
     * @param progress told how many bytes of a reading have come
     * @throws IOException if the target cannot be written
     */
    public Seen content(Target target, LongConsumer progress) throws IOException {
        try {
            if (head().isEmpty()) {
                return missing();
            }
            Bytes found = twice(target, progress);
            if (found.areThoseOf(copy)) {
                return withSidecar(found.sha256());
            }
            boolean longer = found.size() > copy.bytes().size();
            return seen(
                    Level.CONTENT,
                    found.size() < copy.bytes().size() ? Result.TRUNCATED : Result.DIFFERENT,
                    longer ? null : found.sha256(),
                    found.difference(copy));
        } catch (ExportFailure failure) {
            return failed(failure);
        }
    }

    /** Where the bytes of a reading go; what was there before is worth nothing. */
    public interface Target {
        OutputStream open() throws IOException;
    }

    private Bytes twice(Target target, LongConsumer progress) throws IOException {
        try {
            Bytes first = read(target, progress);
            if (first.areThoseOf(copy)) {
                return first;
            }
        } catch (ExportFailure failure) {
            if (failure.is(FailureCode.COPY_COLD) || failure.is(FailureCode.INTERRUPTED)) {
                throw failure;
            }
        }
        return read(target, progress);
    }

    private Bytes read(Target target, LongConsumer progress) throws IOException {
        long before = bytes;
        try (OutputStream out = target.open()) {
            return CopyReading.measure(archive, copy, out, count -> {
                bytes = before + count;
                progress.accept(count);
            });
        }
    }

    private Seen withSidecar(String sha256) {
        try {
            return archive.head(Sidecar.keyFor(copy.key())).isPresent()
                    ? seen(Level.CONTENT, Result.OK, sha256, null)
                    : seen(Level.CONTENT, Result.NO_SIDECAR, sha256, "its sidecar is not beside it");
        } catch (ExportFailure failure) {
            return seen(
                    Level.CONTENT, Result.OK, sha256, "its sidecar could not be looked for: " + failure.getMessage());
        }
    }

    /** A listing fails where the base directory is not there: what lies on a disk that is not mounted is not missing. */
    private Optional<StoredObject> head() {
        Optional<StoredObject> there = archive.head(copy.key());
        if (there.isEmpty()) {
            archive.list(new ArchiveRequest(Operation.LIST, copy.key(), "", 1));
        }
        return there;
    }

    private Seen missing() {
        return seen(Level.EXISTS, Result.MISSING, null, "nothing is under its key");
    }

    private Seen failed(ExportFailure failure) {
        if (failure.is(FailureCode.INTERRUPTED)) {
            throw failure; // by us: nothing was found
        }
        if (failure.is(FailureCode.NOT_FOUND)) {
            return missing();
        }
        Result result = failure.is(FailureCode.COPY_COLD) ? Result.COLD : Result.UNREADABLE;
        return seen(Level.EXISTS, result, null, failure.getMessage());
    }

    private Seen seen(Level level, Result result, @Nullable String sha256, @Nullable String why) {
        return new Seen(level, result, bytes, sha256, why);
    }
}
