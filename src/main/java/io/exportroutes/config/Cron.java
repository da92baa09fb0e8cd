package io.exportroutes.config;

import io.exportroutes.failure.FinalFailure;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

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
     * @throws FinalFailure {@code schedule_invalid}, naming the field that is wrong
     */
    public static String toQuartz(String schedule) {
        String text = schedule.strip();
        String quartz = text.startsWith("@") ? nickname(text) : fields(text);
        if (next(quartz, ZoneId.of("UTC"), Instant.EPOCH).isEmpty()) {
            throw invalid("the schedule never fires", "Check its day, month and year: there is no such date.");
        }
        return quartz;
    }

    /**
     * When a schedule is due next, as Quartz fires it.
     *
     * @param quartz what {@link #toQuartz} returned
     * @return the first time after the given one, or empty where there is none
     */
    public static Optional<Instant> next(String quartz, ZoneId zone, Instant after) {
        try {
            CronExpression expression = new CronExpression(quartz);
            expression.setTimeZone(TimeZone.getTimeZone(zone));
            return Optional.ofNullable(expression.getNextValidTimeAfter(Date.from(after)))
                    .map(Date::toInstant);
        } catch (ParseException notQuartz) {
            throw new IllegalArgumentException("not a Quartz cron expression: " + quartz, notQuartz);
        }
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

    static FinalFailure invalid(String what, String hint) {
        return new FinalFailure("schedule_invalid", what, hint);
    }
}
