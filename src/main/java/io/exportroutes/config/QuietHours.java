package io.exportroutes.config;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The time of each day in which a channel is not disturbed.
 *
 * @param until may be before {@code from}: then they end on the next day
 * @param except the kinds of alarms that are told anyway
 */
public record QuietHours(LocalTime from, LocalTime until, ZoneId zone, Set<String> except) {
    private static final Pattern TEXT = Pattern.compile(
            "((?:[01]\\d|2[0-3]):[0-5]\\d)-((?:[01]\\d|2[0-3]):[0-5]\\d)(?: except ([a-z-]+(?:, ?[a-z-]+)*))?");

    public QuietHours {
        except = Set.copyOf(except);
    }

    /**
     * Reads {@code 22:00-06:00 except overdue, failing}.
     *
     * @throws IllegalArgumentException if it is something else, or both ends are the same
     */
    static QuietHours parse(String text, ZoneId zone) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("no span of a day");
        }
        LocalTime from = LocalTime.parse(parts.group(1));
        LocalTime until = LocalTime.parse(parts.group(2));
        if (from.equals(until)) {
            throw new IllegalArgumentException("a span without length");
        }
        @Nullable String except = parts.group(3);
        return new QuietHours(from, until, zone, except == null ? Set.of() : Set.of(except.split(", ?")));
    }

    /** The moment, or the end of the quiet hours that it is in; an hour that a day lacks or has twice counts as the zone's rules say. */
    public Instant whenFree(String kind, Instant moment) {
        if (except.contains(kind)) {
            return moment;
        }
        ZonedDateTime local = moment.atZone(zone);
        LocalTime time = local.toLocalTime();
        boolean overnight = until.isBefore(from);
        boolean quiet =
                overnight ? !time.isBefore(from) || time.isBefore(until) : !time.isBefore(from) && time.isBefore(until);
        if (!quiet) {
            return moment;
        }
        boolean tomorrow = overnight && !time.isBefore(from);
        return local.toLocalDate()
                .plusDays(tomorrow ? 1 : 0)
                .atTime(until)
                .atZone(zone)
                .toInstant();
    }
}
