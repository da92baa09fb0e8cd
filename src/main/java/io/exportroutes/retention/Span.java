package io.exportroutes.retention;

import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A length of time as restic writes it: {@code 7d}, {@code 30d}, {@code 2y5m7d3h}. Here {@code m} is months; there are no
 * weeks and no minutes.
 *
 * @param days years, months and days, as the calendar counts them
 * @param hours further hours of real time
 */
public record Span(Period days, int hours) {
    private static final Pattern TEXT =
            Pattern.compile("(?:(\\d{1,4})y)?(?:(\\d{1,5})m)?(?:(\\d{1,6})d)?(?:(\\d{1,7})h)?");

    public Span {
        if (days.isNegative() || hours < 0 || days.isZero() && hours == 0) {
            throw new IllegalArgumentException("no length of time");
        }
    }

    /**
     * The length of time that the text names.
     *
     * @throws IllegalArgumentException if it names none
     */
    public static Span parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no length of time");
        }
        return new Span(
                Period.of(number(parts.group(1)), number(parts.group(2)), number(parts.group(3))),
                number(parts.group(4)));
    }

    /** How many days it is at most. */
    long longestDays() {
        return 366L * days.getYears() + 31L * days.getMonths() + days.getDays() + (hours + 23) / 24;
    }

    /** The moment that lies this long before the other. The 31st minus a month is the last day of a shorter month. */
    ZonedDateTime before(ZonedDateTime moment) {
        return moment.minus(days).minusHours(hours);
    }

    /** As it is written. */
    @Override
    public String toString() {
        String text = (days.toString() + (hours == 0 ? "" : hours + "H")).substring(1);
        return days.isZero() ? hours + "h" : text.toLowerCase(Locale.ROOT);
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
