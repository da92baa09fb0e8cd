package io.exportroutes.retention;

import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** Rules with a number: the newest run of each of the last so many buckets is kept. */
public enum Rule {
    LAST,
    HOURLY,
    DAILY,
    /** Weeks of ISO 8601, which begin on Monday. */
    WEEKLY,
    MONTHLY,
    YEARLY;

    /** The rule's word, such as {@code daily}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The rule's key in exports.yaml, such as {@code keep-daily}. */
    public String key() {
        return "keep-" + word();
    }

    /** How many days so many of its buckets last at most. */
    long longestDays(int buckets) {
        return switch (this) {
            case LAST -> Long.MAX_VALUE;
            case HOURLY -> buckets / 24 + 1L;
            case DAILY -> buckets;
            case WEEKLY -> 7L * buckets;
            case MONTHLY -> 31L * buckets;
            case YEARLY -> 366L * buckets;
        };
    }

    /** Whether several runs can have the same bucket. */
    public boolean isCalendar() {
        return this != LAST;
    }

    /**
     * The bucket of a run. An hour carries its offset: the hour that a change of the clock repeats is two buckets.
     *
     * @param time the run's, in the zone of the job
     */
    Object bucket(ZonedDateTime time, String run) {
        return switch (this) {
            case LAST -> run;
            case HOURLY -> time.toOffsetDateTime().truncatedTo(ChronoUnit.HOURS);
            case DAILY -> time.toLocalDate();
            case WEEKLY -> time.get(IsoFields.WEEK_BASED_YEAR) * 100 + time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case MONTHLY -> YearMonth.from(time);
            case YEARLY -> time.getYear();
        };
    }
}
