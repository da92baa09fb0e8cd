package io.exportroutes.readback;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time of each day in which copies are read.
 *
 * @param until may be before {@code from}: then it ends on the next day
 */
public record DailyWindow(LocalTime from, LocalTime until, ZoneId zone) {
    private static final Pattern TEXT = Pattern.compile("((?:[01]\\d|2[0-3]):[0-5]\\d)-((?:[01]\\d|2[0-3]):[0-5]\\d)");

    /**
     * Reads {@code 01:00-05:00}.
     *
     * @throws IllegalArgumentException if it is something else, or both ends are the same
     */
    public static DailyWindow parse(String text, ZoneId zone) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("no span of a day");
        }
        LocalTime from = LocalTime.parse(parts.group(1));
        LocalTime until = LocalTime.parse(parts.group(2));
        if (from.equals(until)) {
            throw new IllegalArgumentException("a span without length");
        }
        return new DailyWindow(from, until, zone);
    }

    public boolean has(Instant moment) {
        LocalTime time = moment.atZone(zone).toLocalTime();
        return from.isBefore(until)
                ? !time.isBefore(from) && time.isBefore(until)
                : !time.isBefore(from) || time.isBefore(until);
    }
}
