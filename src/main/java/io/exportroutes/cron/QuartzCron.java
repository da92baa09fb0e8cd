package io.exportroutes.cron;

import java.util.ArrayList;
import java.util.List;
import org.quartz.CronExpression;

/** Cron with seconds and perhaps a year, as Quartz reads it, where Sunday is 1. */
final class QuartzCron {
    private static final List<String> HARMLESS = List.of("0", "0", "0", "?", "*", "?");
    private static final int DAY_OF_MONTH = 3;
    private static final int DAY_OF_WEEK = 5;

    private QuartzCron() {}

    static String check(List<String> fields) {
        String expression = String.join(" ", fields);
        if (CronExpression.isValidExpression(expression)) {
            return expression;
        }
        for (int index = 0; index < fields.size(); index++) {
            if (!validAlone(index, fields.get(index))) {
                throw CronField.values()[index].wrong(fields.get(index), "1-7 (1 is Sunday) or SUN-SAT");
            }
        }
        throw Cron.invalid(
                "in a Quartz schedule exactly one of day-of-month and day-of-week has to be ?",
                "Write ? in the field that does not matter, such as \"0 0 2 * * ?\".");
    }

    private static boolean validAlone(int index, String value) {
        if (value.equals("?") && (index == DAY_OF_MONTH || index == DAY_OF_WEEK)) {
            return true;
        }
        List<String> fields = new ArrayList<>(HARMLESS);
        if (index != DAY_OF_WEEK) {
            fields.set(DAY_OF_MONTH, "*");
        }
        if (index < fields.size()) {
            fields.set(index, value);
        } else {
            fields.add(value);
        }
        return CronExpression.isValidExpression(String.join(" ", fields));
    }
}
