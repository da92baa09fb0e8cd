package io.exportroutes.api.download;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Content-Range of a reply: the bytes from first to last (inclusive) of so many. */
record ContentRange(long first, long last, long total) {
    private static final Pattern FORM = Pattern.compile("(?i:bytes) (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    /** Null if the header is missing, of another unit, or leaves the total open. */
    static @Nullable ContentRange parse(@Nullable String header) {
        Matcher matcher = FORM.matcher(header == null ? "" : header.strip());
        if (!matcher.matches()) {
            return null;
        }
        return new ContentRange(
                Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
    }

    /** Whether it is all that is missing, given how many bytes are there. */
    boolean continuesAt(long received) {
        return first == received && last == total - 1 && first <= last;
    }
}
