package io.exportroutes.view;

import io.exportroutes.value.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sizes, times and durations as people read them. */
public final class Formats {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final Duration EXACT_BELOW = Duration.ofMinutes(1);

    private Formats() {}

    /** As {@link #bytes}; null if the size is not known. */
    public static @Nullable String size(@Nullable Long bytes) {
        return bytes == null ? null : bytes(bytes);
    }

    /** {@code 1536} is {@code 1.5 KiB}: units are binary, each 1024 of the one below. */
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1023.95) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** {@code 1 job}, {@code 2 jobs}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** ISO 8601 to the second, with the zone's offset. */
    public static @Nullable String time(@Nullable Instant time, ZoneId zone) {
        return time == null ? null : TIME.format(time.atZone(zone));
    }

    /** {@code 4.2s}, {@code 1m30s}; null if either end is. */
    public static @Nullable String between(@Nullable Instant from, @Nullable Instant until) {
        if (from == null || until == null) {
            return null;
        }
        Duration took = Duration.between(from, until);
        return took.compareTo(EXACT_BELOW) < 0
                ? String.format(Locale.ROOT, "%.1fs", took.toMillis() / 1000.0)
                : Durations.print(Duration.ofSeconds(took.toSeconds()));
    }
}
