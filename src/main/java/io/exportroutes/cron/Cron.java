package io.exportroutes.cron;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Suggestions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Schedules as people write them, and when they are due. */
public final class Cron {
    private static final Map<String, String> NICKNAMES = Map.of(
            "@hourly", "0 0 * * * ?",
            "@daily", "0 0 0 * * ?",
            "@midnight", "0 0 0 * * ?",
            "@weekly", "0 0 0 ? * SUN",
            "@monthly", "0 0 0 1 * ?",
            "@yearly", "0 0 0 1 1 ?",
            "@annually", "0 0 0 1 1 ?");

    private Cron() {}

    /**
     * The Quartz expression for a schedule: Unix cron (5 fields), Quartz cron (6 fields, or 7 with the year), or one of
     * {@code @hourly @daily @midnight @weekly @monthly @yearly @annually}.
     *
     * @throws PermanentFailure {@code schedule_invalid}, naming the wrong field, or if no such date exists
     */
    public static String toQuartz(String schedule) {
        String text = schedule.strip();
        String quartz = text.startsWith("@") ? nickname(text) : fields(text);
        // Past years are valid: a service must not refuse to start its other jobs because time has passed.
        if (next(quartz, ZoneId.of("UTC"), Instant.EPOCH).isEmpty()) {
            throw invalid("the schedule never fires", "Check its day and month: there is no such date.");
        }
        return quartz;
    }

    /**
     * When a schedule is due next, across DST transitions too (docs/operations.md).
     *
     * @param quartz what {@link #toQuartz} returned
     * @return the first due time after the given one, or empty if none follows
     */
    public static Optional<Instant> next(String quartz, ZoneId zone, Instant after) {
        return new LocalTimeCron(quartz, zone).next(after);
    }

    /**
     * The last due time of a schedule within a span.
     *
     * @param after the span's beginning, not part of it
     * @param until the span's end, part of it
     */
    public static Optional<Instant> last(String quartz, ZoneId zone, Instant after, Instant until) {
        LocalTimeCron cron = new LocalTimeCron(quartz, zone);
        // Searched in a window before the end that doubles until it contains a due time: a year of minutes is not
        // walked through.
        Duration window = Duration.ofHours(1);
        while (true) {
            Instant begin = until.minus(window);
            boolean whole = !begin.isAfter(after);
            Optional<Instant> found = lastIn(cron, whole ? after : begin, until);
            if (found.isPresent() || whole) {
                return found;
            }
            window = window.multipliedBy(2);
        }
    }

    private static Optional<Instant> lastIn(LocalTimeCron cron, Instant after, Instant until) {
        Optional<Instant> last = Optional.empty();
        Optional<Instant> next = cron.next(after);
        while (next.isPresent() && !next.get().isAfter(until)) {
            last = next;
            next = cron.next(next.get());
        }
        return last;
    }

    private static String nickname(String text) {
        String quartz = NICKNAMES.get(text.toLowerCase(Locale.ROOT));
        if (quartz == null) {
            throw invalid(
                    "there is no schedule " + Suggestions.quote(text),
                    "Write @hourly, @daily, @weekly, @monthly or @yearly, or a cron expression.");
        }
        return quartz;
    }

    private static String fields(String text) {
        List<String> fields = List.of(text.split("\\s+"));
        return switch (fields.size()) {
            case 5 -> UnixCron.toQuartz(fields);
            case 6, 7 -> QuartzCron.check(fields);
            default ->
                throw invalid(
                        "the schedule has not 5, 6 or 7 fields but " + (text.isEmpty() ? 0 : fields.size()),
                        "Write 5 fields (minute hour day-of-month month day-of-week), such as \"0 2 * * *\", or 6 or 7 for "
                                + "Quartz.");
        };
    }

    static PermanentFailure invalid(String what, String hint) {
        return new PermanentFailure(FailureCode.SCHEDULE_INVALID, what, hint);
    }
}
