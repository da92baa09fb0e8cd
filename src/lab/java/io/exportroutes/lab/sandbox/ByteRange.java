package io.exportroutes.lab.sandbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of an artifact.
 *
 * @param start offset of its first byte
 * @param end offset after its last byte
 */
record ByteRange(long start, long end) {
    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    long length() {
        return end - start;
    }

    /** The same length, beginning so many bytes earlier. */
    ByteRange earlier(long bytes) {
        long moved = Math.max(0, start - bytes);
        return new ByteRange(moved, Math.max(moved, end - bytes));
    }

    /**
     * Reads a Range header.
     *
     * @return null where the header is to be ignored: none, several ranges, or no range at all
     * @throws ApiRefusal 416 where no byte of the artifact is in it
     */
    static @Nullable ByteRange parse(@Nullable String header, long size) {
        Matcher matcher = SINGLE.matcher(header == null ? "" : header.trim());
        if (!matcher.matches() || matcher.group().equals("bytes=-")) {
            return null;
        }
        return range(matcher.group(1), matcher.group(2), size);
    }

    private static @Nullable ByteRange range(String first, String last, long size) {
        long start = first.isEmpty() ? Math.max(0, size - Long.parseLong(last)) : Long.parseLong(first);
        long end = first.isEmpty() || last.isEmpty() ? size : Math.min(size, Long.parseLong(last) + 1);
        if (!first.isEmpty() && !last.isEmpty() && Long.parseLong(last) < start) {
            return null;
        }
        if (start >= size) {
            throw new ApiRefusal(416, "range_not_satisfiable", "The export file has " + size + " bytes.")
                    .with("Content-Range", "bytes */" + size);
        }
        return new ByteRange(start, end);
    }
}
