package io.exportroutes.spool.verify;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * The byte ranges of a zip's entries: each separate, before the directory. A small zip whose entries share bytes can take
 * hours to read; no program that exports tables writes such a zip. Gaps between entries are allowed.
 */
final class ZipEntryRanges {
    private static final int ENTRY = 0x04034b50;
    private static final int ENTRY_LENGTH = 30;
    private static final int IN_DIRECTORY = 0x02014b50;
    private static final int IN_DIRECTORY_LENGTH = 46;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int HAS_DESCRIPTOR = 1 << 3;
    private static final int MAGIC_64 = 0xFFFFFFFF;
    private static final int EXTRA_64 = 1;

    private final CheckedContent content;
    private final FileChannel file;
    private final long size;
    private final ZipEnd.Directory directory;
    private long[] starts = new long[64];
    private long[] ends = new long[64];
    private int count;
    /** The directory's facts about an entry agree with the entry's own header. */
    private boolean agrees = true;

    ZipEntryRanges(CheckedContent content, RandomAccessFile file, ZipEnd.Directory directory) throws IOException {
        this.content = content;
        this.file = file.getChannel();
        this.size = file.length();
        this.directory = directory;
    }

    /**
     * How many entries there are.
     *
     * @throws PermanentFailure {@code artifact_zip_overlap} if two of them, or one and the directory, share bytes
     */
    int check() throws IOException {
        long at = directory.from();
        while (at + IN_DIRECTORY_LENGTH <= directory.to()) {
            content.signOfLife();
            ByteBuffer entry = bytes(at, IN_DIRECTORY_LENGTH);
            if (entry.getInt(0) != IN_DIRECTORY) {
                break;
            }
            int extra = at16(entry, 30);
            add(entry, bytes(at + IN_DIRECTORY_LENGTH + at16(entry, 28), extra));
            at += IN_DIRECTORY_LENGTH + at16(entry, 28) + extra + at16(entry, 32);
        }
        refuseOverlap();
        return count;
    }

    private void add(ByteBuffer entry, ByteBuffer extra) throws IOException {
        boolean longSize = entry.getInt(24) == MAGIC_64;
        boolean longPacked = entry.getInt(20) == MAGIC_64;
        int fields = longSize ? 8 : 0;
        long packed = longPacked ? at64(extra, fields) : at32(entry, 20);
        fields += longPacked ? 8 : 0;
        long start = entry.getInt(42) == MAGIC_64 ? at64(extra, fields) : at32(entry, 42);
        ByteBuffer header = bytes(start, ENTRY_LENGTH);
        if (header.getInt(0) != ENTRY) {
            throw content.corrupt("an entry is not where the directory says", null);
        }
        long end = start + ENTRY_LENGTH + at16(header, 26) + at16(header, 28) + packed;
        if (packed < 0 || end < start) {
            throw content.corrupt("an entry has an impossible size", null);
        }
        agrees &= agrees(entry, header, packed, end);
        put(start, end);
    }

    /** A flipped bit in the directory may look like an overlap, too: only where all agrees it was written like that. */
    private boolean agrees(ByteBuffer entry, ByteBuffer header, long packed, long end) throws IOException {
        if ((at16(header, 6) & HAS_DESCRIPTOR) == 0) {
            return header.getInt(14) == entry.getInt(16)
                    && (header.getInt(18) == MAGIC_64 || at32(header, 18) == packed);
        }
        if (end + 8 > size) {
            return false;
        }
        ByteBuffer descriptor = bytes(end, 8);
        int crc = descriptor.getInt(0) == DESCRIPTOR ? descriptor.getInt(4) : descriptor.getInt(0);
        return crc == entry.getInt(16);
    }

    private void put(long start, long end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        starts[count] = start;
        ends[count] = end;
        count++;
    }

    /** Places are apart exactly where, of all sorted, each end is before the next start; no place is empty. */
    private void refuseOverlap() {
        Arrays.sort(starts, 0, count);
        Arrays.sort(ends, 0, count);
        for (int entry = 0; entry < count; entry++) {
            long next = entry + 1 < count ? starts[entry + 1] : directory.from();
            if (ends[entry] > next) {
                throw overlap(next);
            }
        }
    }

    private RuntimeException overlap(long at) {
        if (!agrees) {
            return content.corrupt("the directory does not agree with the entries", null);
        }
        return new PermanentFailure(
                FailureCode.ARTIFACT_ZIP_OVERLAP,
                "The artifact %s is a zip whose entries overlap, at byte %d: it may take hours to unpack"
                        .formatted(content.file().getFileName(), at),
                "It is delivered nowhere. Report it to the API's support, and run the job again for a new export.");
    }

    private ByteBuffer bytes(long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        if (from < 0 || from > size - length) {
            throw content.corrupt("the directory points outside of the file", null);
        }
        while (bytes.hasRemaining()) {
            if (file.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException(content.file() + " ends at byte " + (from + bytes.position()));
            }
        }
        return bytes.flip();
    }

    private long at64(ByteBuffer extra, int field) {
        for (int at = 0; at + 4 <= extra.limit(); at += 4 + at16(extra, at + 2)) {
            if (at16(extra, at) == EXTRA_64 && at + 4 + field + 8 <= extra.limit()) {
                return extra.getLong(at + 4 + field);
            }
        }
        throw content.corrupt("an entry lacks its 64-bit size or place", null);
    }

    private static long at32(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    private static int at16(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }
}
