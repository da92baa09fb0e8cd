package io.exportroutes.web.page;

import io.exportroutes.view.Formats;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A time: in the job's zone, with the zone named, for whoever reads it without scripts; a script adds the viewer's own.
 *
 * @param iso for the script
 */
record Moment(String iso, String text) {
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    static @Nullable Moment of(@Nullable Instant time, ZoneId zone) {
        return time == null ? null : at(time, zone);
    }

    static Moment at(Instant time, ZoneId zone) {
        return new Moment(time.toString(), TEXT.format(time.atZone(zone)) + " " + name(zone));
    }

    /** What people call it: the id of {@link java.time.ZoneOffset#UTC} is Z. */
    private static String name(ZoneId zone) {
        return zone.equals(java.time.ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    /** How long ago, or how far off, in one unit: {@code 26 h}. */
    static String distance(Instant from, Instant until) {
        long minutes = Math.abs(java.time.Duration.between(from, until).toMinutes());
        if (minutes < 1) {
            return "under a minute";
        }
        if (minutes < 120) {
            return minutes + " min";
        }
        return minutes < 72 * 60 ? minutes / 60 + " h" : Formats.count(minutes / (24 * 60), "day");
    }
}
