package io.exportroutes.spool.verify;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The beginning and the end of a zip file. The library tolerates foreign bytes before and after a zip; an artifact must have
 * none, since they mean a joined or a truncated download.
 *
 * @param found whether there is an end of central directory at all
 * @param trailing bytes after it and its comment; negative if the comment is truncated
 * @param startsWithEntry whether the first bytes are an entry's, or the file has only an empty directory
 * @param directory the position of the directory
 */
record ZipEnd(boolean found, long trailing, boolean startsWithEntry, Directory directory) {
    /**
     * The central directory.
     *
     * @param from its beginning, according to the end record
     * @param to its end, by the size in the end record
     * @param shift how far its end is from what follows it; not 0 if bytes were added or lost
     */
    record Directory(long from, long to, long shift) {
        private static final Directory NOWHERE = new Directory(0, 0, 0);
    }

    private static final int ENTRY = 0x04034b50;
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int LOCATOR_64_LENGTH = 20;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_LENGTH = 56;

    static ZipEnd read(RandomAccessFile file) throws IOException {
        int size = (int) Math.min(file.length(), END_LENGTH + LONGEST_COMMENT);
        ByteBuffer tail = bytes(file, file.length() - size, size);
        int nearest = -1;
        for (int at = size - END_LENGTH; at >= 0; at--) {
            if (tail.getInt(at) != END) {
                continue;
            }
            if (behind(tail, at) == 0) {
                return new ZipEnd(true, 0, startsWithEntry(file), directory(file, file.length() - size + at));
            }
            nearest = nearest < 0 ? at : nearest;
        }
        return nearest < 0
                ? new ZipEnd(false, 0, false, Directory.NOWHERE)
                : new ZipEnd(true, behind(tail, nearest), false, Directory.NOWHERE);
    }

    private static boolean startsWithEntry(RandomAccessFile file) throws IOException {
        int first = bytes(file, 0, 4).getInt();
        return first == ENTRY || first == END;
    }

    private static long behind(ByteBuffer tail, int at) {
        return (long) tail.limit() - (at + END_LENGTH + Short.toUnsignedInt(tail.getShort(at + 20)));
    }

    private static Directory directory(RandomAccessFile file, long end) throws IOException {
        if (end >= LOCATOR_64_LENGTH) {
            ByteBuffer locator = bytes(file, end - LOCATOR_64_LENGTH, LOCATOR_64_LENGTH);
            if (locator.getInt(0) == LOCATOR_64) {
                return directory64(file, end - LOCATOR_64_LENGTH, locator.getLong(8));
            }
        }
        ByteBuffer record = bytes(file, end, END_LENGTH);
        long from = Integer.toUnsignedLong(record.getInt(16));
        long to = from + Integer.toUnsignedLong(record.getInt(12));
        return new Directory(from, to, end - to);
    }

    private static Directory directory64(RandomAccessFile file, long locator, long end64) throws IOException {
        if (end64 < 0 || end64 > locator - END_64_LENGTH) {
            return new Directory(0, 0, locator - END_64_LENGTH - end64);
        }
        ByteBuffer record = bytes(file, end64, END_64_LENGTH);
        long from = record.getLong(48);
        long to = from + record.getLong(40);
        boolean fits = record.getInt(0) == END_64 && to == end64;
        return new Directory(from, to, fits ? 0 : locator - END_64_LENGTH - to);
    }

    private static ByteBuffer bytes(RandomAccessFile file, long from, int size) throws IOException {
        byte[] bytes = new byte[size];
        file.seek(from);
        file.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
