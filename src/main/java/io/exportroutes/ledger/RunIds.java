package io.exportroutes.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The ids of runs. A scheduled one follows from the job and the time alone, so that a second firing, a second node or a
 * catch-up makes the same id, and {@link Runs#add} accepts one of them.
 */
public final class RunIds {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int SUFFIX = 4;

    private RunIds() {}

    /** {@code crm-nightly-20261121T020000Z}; fractions of a second are dropped, as cron has none. */
    public static String scheduled(String job, Instant scheduledFor) {
        return job + "-" + TIME.format(scheduledFor);
    }

    /** {@code crm-nightly-20261121T073112Z-x7k2}: by hand, as often as one likes. */
    public static String manual(String job, Instant now, RandomGenerator random) {
        StringBuilder id = new StringBuilder(scheduled(job, now)).append('-');
        random.ints(SUFFIX, 0, LETTERS.length()).forEach(index -> id.append(LETTERS.charAt(index)));
        return id.toString();
    }
}
