package io.exportroutes.config;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The day-of-week field of a Unix cron expression as a plain list of days from 0 (Sunday) to 6. Sunday is 0 and 7 there, so
 * that a range such as 0-7 cannot be mapped to Quartz by its ends.
 */
final class Weekdays {
    private static final List<String> NAMES = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
    private static final int DAYS = 7;

    private Weekdays() {}

    /** @param field already known to be valid */
    static String list(String field) {
        TreeSet<Integer> days = new TreeSet<>();
        for (String part : field.toUpperCase(Locale.ROOT).split(",")) {
            add(days, part);
        }
        return days.size() == DAYS ? "*" : days.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static void add(TreeSet<Integer> days, String part) {
        String[] stepped = part.split("/");
        boolean open = stepped.length > 1 && !stepped[0].contains("-");
        String[] ends = (stepped[0].equals("*") ? "0-6" : stepped[0]).split("-");
        int first = number(ends[0]);
        int last = open ? Math.max(DAYS - 1, first) : number(ends[ends.length - 1]);
        int step = stepped.length > 1 ? Integer.parseInt(stepped[1]) : 1;
        for (int day = first; day <= last; day += step) {
            days.add(day % DAYS);
        }
    }

    private static int number(String day) {
        int named = NAMES.indexOf(day);
        return named >= 0 ? named : Integer.parseInt(day);
    }
}
