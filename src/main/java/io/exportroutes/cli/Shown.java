package io.exportroutes.cli;

import io.exportroutes.config.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sizes, times and durations as people read them. */
final class Shown {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    private static final String[] UNITS = {"KB", "MB", "GB", "TB", "PB", "EB"};
    private static final Duration EXACT_BELOW = Duration.ofMinutes(1);

    private Shown() {}

    /** {@code 2048} is {@code 2.0 KB}; units are decimal. */
    static @Nullable String size(@Nullable Long bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.95) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** ISO 8601 to the second, with the zone's offset. */
    static @Nullable String time(@Nullable Instant time, ZoneId zone) {
        return time == null ? null : TIME.format(time.atZone(zone));
    }

    /** {@code 4.2s}, {@code 1m30s}; null where either end is. */
    static @Nullable String between(@Nullable Instant from, @Nullable Instant until) {
        if (from == null || until == null) {
            return null;
        }
        Duration took = Duration.between(from, until);
        return took.compareTo(EXACT_BELOW) < 0
                ? String.format(Locale.ROOT, "%.1fs", took.toMillis() / 1000.0)
                : Durations.print(Duration.ofSeconds(took.toSeconds()));
    }
}
