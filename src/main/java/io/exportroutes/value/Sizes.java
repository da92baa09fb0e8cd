package io.exportroutes.value;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as people write them: {@code 1KB}, {@code 10MB}, {@code 1.5GB}, {@code 64MiB}. KB, MB, GB and TB are decimal (1 KB =
 * 1000 bytes); KiB, MiB, GiB and TiB are binary (1 KiB = 1024 bytes).
 */
public final class Sizes {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?) ?(B|[KMGT]i?B)");
    private static final Map<String, Long> BYTES = Map.of(
            "B", 1L,
            "KB", 1_000L,
            "MB", 1_000_000L,
            "GB", 1_000_000_000L,
            "TB", 1_000_000_000_000L,
            "KiB", 1L << 10,
            "MiB", 1L << 20,
            "GiB", 1L << 30,
            "TiB", 1L << 40);

    private static final List<String> BINARY = List.of("B", "KiB", "MiB", "GiB", "TiB");

    private Sizes() {}

    /**
     * The number of bytes that the text names, rounded down to a whole byte.
     *
     * @throws IllegalArgumentException if the text names no size, or one beyond 8 EiB
     */
    public static long parse(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException("not a size");
        }
        BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(unit(size.group(2))));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("too large a size");
        }
        return bytes.longValue();
    }

    /** The size in the largest binary unit of which it is a multiple: {@code 5MiB}. */
    public static String print(long bytes) {
        long left = bytes;
        int unit = 0;
        while (left >= 1 << 10 && left % (1 << 10) == 0 && unit < BINARY.size() - 1) {
            left >>= 10;
            unit++;
        }
        return left + BINARY.get(unit);
    }

    private static long unit(String name) {
        Long bytes = BYTES.get(name);
        if (bytes == null) {
            throw new IllegalArgumentException("not a size");
        }
        return bytes;
    }
}
