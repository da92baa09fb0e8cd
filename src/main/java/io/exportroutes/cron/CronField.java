package io.exportroutes.cron;

import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Suggestions;
import java.util.List;

/** The fields of a cron expression: their numbers in Unix cron, and their names for messages. */
enum CronField {
    SECOND("second", 0, 59, "Seconds are 0-59."),
    MINUTE("minute", 0, 59, "Minutes are 0-59: a value, a list 0,30, a range 0-29 or a step */15."),
    HOUR("hour", 0, 23, "Hours are 0-23: a value, a list 2,14, a range 8-18 or a step */6."),
    DAY_OF_MONTH("day-of-month", 1, 31, "Days of the month are 1-31: a value, a list 1,15, a range 1-7 or *."),
    MONTH("month", 1, 12, "Months are 1-12 or JAN-DEC."),
    DAY_OF_WEEK("day-of-week", 0, 7, "Days of the week are %s."),
    YEAR("year", 1970, 2099, "Years are 1970-2099.");

    private static final List<String> MONTHS =
            List.of("", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final String label;
    private final int least;
    private final int most;
    private final String hint;

    CronField(String label, int least, int most, String hint) {
        this.label = label;
        this.least = least;
        this.most = most;
        this.hint = hint;
    }

    int least() {
        return least;
    }

    int most() {
        return most;
    }

    /**
     * The number of a word of Unix cron.
     *
     * @throws IllegalArgumentException if the field has no such word
     */
    int number(String word) {
        List<String> names =
                switch (this) {
                    case MONTH -> MONTHS;
                    case DAY_OF_WEEK -> WEEKDAYS;
                    case SECOND, MINUTE, HOUR, DAY_OF_MONTH, YEAR -> List.of();
                };
        int number = names.contains(word) ? names.indexOf(word) : Integer.parseInt(word);
        if (number < least || number > most) {
            throw new IllegalArgumentException("out of range");
        }
        return number;
    }

    /** The failure for a wrong value of this field; the hint numbers the days of the week as its kind of cron does. */
    PermanentFailure wrong(String value, String weekdays) {
        return Cron.invalid(
                "the " + label + " field " + Suggestions.quote(value) + " of the schedule is not valid",
                hint.formatted(weekdays));
    }
}
