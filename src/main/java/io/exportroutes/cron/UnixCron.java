package io.exportroutes.cron;

import static io.exportroutes.cron.CronField.DAY_OF_MONTH;
import static io.exportroutes.cron.CronField.DAY_OF_WEEK;
import static io.exportroutes.cron.CronField.HOUR;
import static io.exportroutes.cron.CronField.MINUTE;
import static io.exportroutes.cron.CronField.MONTH;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Cron with 5 fields, where Sunday is 0 or 7. */
final class UnixCron {
    private static final List<CronField> FIELDS = List.of(MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK);
    private static final Pattern PART = Pattern.compile("(\\*|(\\w{1,3})(?:-(\\w{1,3}))?)(?:/(\\d{1,2}))?");
    private static final String EVERY = "*";
    private static final int DAYS = 7;

    private UnixCron() {}

    /** The same schedule for Quartz, each field as the list of its values: Quartz never parses our ranges. */
    static String toQuartz(List<String> fields) {
        List<SortedSet<Integer>> values = new ArrayList<>();
        for (int index = 0; index < fields.size(); index++) {
            values.add(values(FIELDS.get(index), fields.get(index)));
        }
        boolean anyDate = fields.get(2).equals(EVERY);
        boolean anyWeekday = fields.get(4).equals(EVERY);
        if (!anyDate && !anyWeekday) {
            throw Cron.invalid(
                    "the schedule restricts both the day of month and the day of week, which in cron means either of "
                            + "the two",
                    "Write two jobs, one with * as day of month and one with * as day of week.");
        }
        return String.join(
                " ",
                "0",
                list(MINUTE, values.get(0)),
                list(HOUR, values.get(1)),
                anyWeekday ? list(DAY_OF_MONTH, values.get(2)) : "?",
                list(MONTH, values.get(3)),
                anyWeekday ? "?" : weekdays(values.get(4)));
    }

    private static SortedSet<Integer> values(CronField field, String text) {
        SortedSet<Integer> values = new TreeSet<>();
        try {
            for (String part : text.toUpperCase(Locale.ROOT).split(",", -1)) {
                add(field, part, values);
            }
            return values;
        } catch (IllegalArgumentException wrong) {
            throw field.wrong(text, "0-7 (0 and 7 are Sunday) or SUN-SAT");
        }
    }

    private static void add(CronField field, String part, SortedSet<Integer> values) {
        Matcher matcher = PART.matcher(part);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a value, range or step");
        }
        int first = matcher.group(1).equals(EVERY) ? field.least() : field.number(matcher.group(2));
        int last = last(field, matcher, first);
        int step = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
        if (first > last || step < 1 || step > field.most()) {
            throw new IllegalArgumentException("a range or step without values");
        }
        for (int value = first; value <= last; value += step) {
            values.add(value);
        }
    }

    private static int last(CronField field, Matcher part, int first) {
        if (part.group(3) != null) {
            return field.number(part.group(3));
        }
        boolean open = part.group(1).equals(EVERY) || part.group(4) != null;
        return open ? field.most() : first;
    }

    private static String list(CronField field, SortedSet<Integer> values) {
        boolean all = values.size() == field.most() - field.least() + 1;
        return all ? EVERY : values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** Quartz counts from Sunday, which is 1; every day is {@code *}. */
    private static String weekdays(SortedSet<Integer> values) {
        SortedSet<Integer> days = new TreeSet<>();
        values.forEach(day -> days.add(day % DAYS + 1));
        return days.size() == DAYS ? EVERY : days.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
