package io.exportroutes.archive;

import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Looks whether a copy is as it was delivered. */
public final class CopyCheck {
    private final Archives archives;

    public CopyCheck(Archives archives) {
        this.archives = archives;
    }

    /** How much of a copy was looked at; each includes the ones before it. */
    public enum Level {
        /** The destination says that it has an object of this size. */
        EXISTS,
        /** All bytes were read, and have the SHA-256 that was delivered. */
        CONTENT
    }

    /** What was found, the best first. */
    public enum Result {
        OK,
        /** The destination's type cannot be read. */
        WRITE_ONLY,
        /** It could not be looked at; the copy may be good. */
        UNREADABLE,
        MISSING,
        TRUNCATED,
        DIFFERENT;

        /** Whether the copy is certainly not what was delivered. */
        public boolean isBad() {
            return compareTo(UNREADABLE) > 0;
        }
    }

    /**
     * What was seen of one copy.
     *
     * @param level how much was looked at; less than what was asked for where the result is not OK
     * @param why the reason of a result that is not OK, or null
     */
    public record Seen(
            ArchivedCopy copy,
            Level level,
            Result result,
            @Nullable String why) {}

    /** Looks at one copy. DIFFERENT is said only after a second reading from the start, as the first may have met a broken network. */
    public Seen look(ArchivedCopy copy, Level level, LongConsumer progress) throws IOException {
        if (!archives.canRead(copy.destination())) {
            return new Seen(copy, Level.EXISTS, Result.WRITE_ONLY, "its destination cannot be read");
        }
        try {
            Archive archive = archives.of(copy.destination());
            Seen there = exists(archive, copy);
            if (level == Level.EXISTS || there.result() != Result.OK) {
                return there;
            }
            try {
                CopyReading.read(archive, copy, OutputStream.nullOutputStream(), progress);
            } catch (ExportFailure first) {
                CopyReading.read(archive, copy, OutputStream.nullOutputStream(), progress);
            }
            return new Seen(copy, Level.CONTENT, Result.OK, null);
        } catch (ExportFailure failure) {
            return new Seen(copy, Level.EXISTS, result(failure), failure.getMessage());
        }
    }

    private static Seen exists(Archive archive, ArchivedCopy copy) {
        Optional<StoredObject> there = archive.head(copy.key());
        if (there.isEmpty()) {
            return new Seen(copy, Level.EXISTS, Result.MISSING, "nothing is under its key");
        }
        long size = there.get().size();
        long expected = copy.bytes().size();
        return size == expected
                ? new Seen(copy, Level.EXISTS, Result.OK, null)
                : new Seen(
                        copy,
                        Level.EXISTS,
                        size < expected ? Result.TRUNCATED : Result.DIFFERENT,
                        "it has %d bytes for %d".formatted(size, expected));
    }

    private static Result result(ExportFailure failure) {
        if (failure.is(FailureCode.NOT_FOUND)) {
            return Result.MISSING;
        }
        return failure.is(FailureCode.COPY_DAMAGED) ? Result.DIFFERENT : Result.UNREADABLE;
    }
}
