package io.exportroutes.value;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as people write them: {@code 500ms}, {@code 2s}, {@code 5m}, {@code 2h}, {@code 1d}, {@code 1h30m}, or ISO 8601. */
public final class Durations {
    private static final Pattern WORDS = Pattern.compile(
            "(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?" + "(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
    private static final Pattern ISO = Pattern.compile(
            "P(?!$)(?:\\d{1,6}D)?(?:T(?!$)(?:\\d{1,6}H)?(?:\\d{1,6}M)?(?:\\d{1,9}(?:\\.\\d{1,3})?S)?)?");

    private Durations() {}

    /**
     * The duration that the text names; never negative, a day has 24 hours.
     *
     * @throws IllegalArgumentException if the text names none
     */
    public static Duration parse(String text) {
        Matcher words = WORDS.matcher(text);
        if (!text.isEmpty() && words.matches()) {
            return Duration.ofDays(number(words.group(1)))
                    .plusHours(number(words.group(2)))
                    .plusMinutes(number(words.group(3)))
                    .plusSeconds(number(words.group(4)))
                    .plusMillis(number(words.group(5)));
        }
        if (!ISO.matcher(text).matches()) {
            throw new IllegalArgumentException("not a duration");
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException notIso) {
            throw new IllegalArgumentException("not a duration", notIso);
        }
    }

    /** The shortest way to write it, such as {@code 1h30m}; parts of a millisecond are left out. */
    public static String print(Duration duration) {
        StringBuilder text = new StringBuilder();
        append(text, duration.toDaysPart(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    /** The shorter of the two. */
    public static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount != 0) {
            text.append(amount).append(unit);
        }
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
