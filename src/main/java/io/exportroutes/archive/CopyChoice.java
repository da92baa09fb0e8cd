package io.exportroutes.archive;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which copies somebody means: {@code crm-nightly} (the newest), {@code crm-nightly@2026-11-20}, {@code
 * crm-nightly@2026-11-20T02:00}, a run, an export, or a key. Dates are those of the job's zone.
 *
 * @param word the name of a job, the id of a run or of an export, or a key; null for all copies
 * @param window only copies of runs that were scheduled in it; null for no such limit
 * @param sha256 only copies that were stored with these bytes; null for no such limit
 */
public record CopyChoice(
        @Nullable String word,
        @Nullable Window window,
        @Nullable String sha256) {
    public static final CopyChoice ALL = new CopyChoice(null, null);

    public CopyChoice(@Nullable String word, @Nullable Window window) {
        this(word, window, null);
    }

    /** From the first moment on, and before the second. */
    public record Window(Instant from, Instant until) {
        boolean has(Instant time) {
            return !time.isBefore(from) && time.isBefore(until);
        }
    }

    /**
     * Reads what somebody wrote.
     *
     * @param zoneOf the time zone of the job with a name, whether or not there is such a job
     * @throws PermanentFailure {@code copy_choice_invalid} if what follows the @ is neither a date nor a time
     */
    public static CopyChoice parse(String text, Function<String, ZoneId> zoneOf) {
        int at = text.lastIndexOf('@');
        if (at <= 0 || text.indexOf('/') >= 0) {
            return new CopyChoice(text, null);
        }
        String job = text.substring(0, at);
        return new CopyChoice(job, window(text.substring(at + 1), zoneOf.apply(job)));
    }

    /** Those of one day, all or of what a word names; as {@link #parse} after the @. */
    public CopyChoice on(String date, ZoneId zone) {
        return new CopyChoice(word, window(date, zone), sha256);
    }

    private static Window window(String time, ZoneId zone) {
        try {
            if (time.indexOf('T') < 0) {
                LocalDate day = LocalDate.parse(time);
                return new Window(
                        day.atStartOfDay(zone).toInstant(),
                        day.plusDays(1).atStartOfDay(zone).toInstant());
            }
            return minute(LocalDateTime.parse(time), zone);
        } catch (DateTimeException e) {
            throw new PermanentFailure(
                    FailureCode.COPY_CHOICE_INVALID,
                    "'" + time + "' is no date and no time",
                    "Write JOB@2026-11-20 or JOB@2026-11-20T02:00, in the time zone of the job, or the id of a run or an export",
                    e);
        }
    }

    /** Where the clock was put back, that minute came twice: the window has both. */
    private static Window minute(LocalDateTime time, ZoneId zone) {
        LocalDateTime minute = time.truncatedTo(ChronoUnit.MINUTES);
        Instant from = minute.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
        Instant last = minute.atZone(zone).withLaterOffsetAtOverlap().toInstant();
        return new Window(from, last.plus(1, ChronoUnit.MINUTES));
    }

    boolean has(ArchivedCopy copy) {
        ArchivedCopy.Subject subject = copy.subject();
        boolean named = word == null
                || word.equals(subject.job())
                || word.equals(subject.run())
                || word.equals(subject.exportId())
                || word.equals(copy.key());
        return named
                && (window == null || window.has(subject.scheduledFor()))
                && (sha256 == null || sha256.equals(copy.bytes().sha256()));
    }
}
