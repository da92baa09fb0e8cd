package io.exportroutes.archive;

import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.NetworkFailures;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** Reads all bytes of a copy, and compares them with what they have to be. */
public final class CopyReading {
    private static final int BUFFER = 256 * 1024;

    private CopyReading() {}

    /**
     * What came of a copy.
     *
     * @param size bytes; one more than there have to be where it is longer, however long it is
     * @param sha256 of them
     */
    public record Bytes(long size, String sha256) {
        /** Whether they are those that were delivered. */
        public boolean areThoseOf(ArchivedCopy copy) {
            return size == copy.bytes().size() && sha256.equals(copy.bytes().sha256());
        }

        /** How they differ from those that were delivered, in words. */
        public String difference(ArchivedCopy copy) {
            long expected = copy.bytes().size();
            if (size != expected) {
                String found = size > expected ? "more than " + expected : "only " + size;
                return "it has %s bytes of %d".formatted(found, expected);
            }
            return "its SHA-256 is " + sha256 + " for " + copy.bytes().sha256();
        }
    }

    /**
     * Passes the bytes on, and says at the end whether they were the right ones: what was passed on counts only then.
     *
     * @param progress told how many bytes have come, each time some have
     * @throws PermanentFailure {@code copy_damaged} if they are others, fewer or more; {@code not_found} if there are none
     */
    public static void read(Archive archive, ArchivedCopy copy, OutputStream to, LongConsumer progress)
            throws IOException {
        Bytes found = measure(archive, copy, to, progress);
        if (!found.areThoseOf(copy)) {
            throw differs(copy, found.difference(copy));
        }
    }

    /** As {@link #read}, but says what came, right or not. */
    public static Bytes measure(Archive archive, ArchivedCopy copy, OutputStream to, LongConsumer progress)
            throws IOException {
        long expected = copy.bytes().size();
        MessageDigest digest = Sha256.digest();
        long size = 0;
        try (InputStream bytes = new DigestInputStream(archive.read(copy.key()), digest)) {
            byte[] buffer = new byte[BUFFER];
            // One byte more is enough to know that it is too long: what somebody put there may never end.
            while (size <= expected) {
                int count = next(bytes, buffer, expected - size + 1, copy);
                if (count < 0) {
                    break;
                }
                to.write(buffer, 0, count);
                size += count;
                progress.accept(size);
            }
        }
        return new Bytes(size, HexFormat.of().formatHex(digest.digest()));
    }

    /** A broken connection is the copy's failure, not that of the place where its bytes go. */
    private static int next(InputStream bytes, byte[] buffer, long most, ArchivedCopy copy) {
        try {
            return bytes.read(buffer, 0, (int) Math.min(buffer.length, most));
        } catch (IOException e) {
            throw NetworkFailures.of("Reading the copy " + copy.id(), e);
        }
    }

    private static PermanentFailure differs(ArchivedCopy copy, String how) {
        return new PermanentFailure(
                FailureCode.COPY_DAMAGED,
                "The copy %s under %s is not what was delivered: %s".formatted(copy.id(), copy.key(), how),
                "Use another copy, and find out what happened to this one; it was left as it is");
    }
}
