package io.exportroutes.config;

import io.exportroutes.failure.FinalFailure;

/** The fields of a cron expression, named for messages. */
enum CronField {
    SECOND("second", "Seconds are 0-59."),
    MINUTE("minute", "Minutes are 0-59: a value, a list 0,30, a range 0-29 or a step */15."),
    HOUR("hour", "Hours are 0-23: a value, a list 2,14, a range 8-18 or a step */6."),
    DAY_OF_MONTH("day-of-month", "Days of the month are 1-31: a value, a list 1,15, a range 1-7 or *."),
    MONTH("month", "Months are 1-12 or JAN-DEC."),
    DAY_OF_WEEK("day-of-week", "Days of the week are %s."),
    YEAR("year", "Years are 1970-2099.");

    private final String label;
    private final String hint;

    CronField(String label, String hint) {
        this.label = label;
        this.hint = hint;
    }

    /** The failure that says that this field is wrong, with the numbers of its kind of cron for the days of the week. */
    FinalFailure wrong(String value, String weekdays) {
        return Cron.invalid(
                "the " + label + " field " + Suggestions.quote(value) + " of the schedule is not valid",
                hint.formatted(weekdays));
    }
}
