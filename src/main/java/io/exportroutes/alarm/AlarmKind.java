package io.exportroutes.alarm;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be wrong. Each word stands in {@code on} of exports.yaml, in the ledger, and on the page. */
public enum AlarmKind {
    /** The last run of a job did not arrive: at a destination, or anywhere. */
    FAILING,
    /** A destination has no copy that is as new as schedule, deadline and grace, or expect-within, promise. */
    OVERDUE,
    /** It would be overdue if the job were not paused. */
    PAUSED,
    /** A channel does not take what it is to be told. */
    NOTIFICATION_FAILING,
    /** Something is in doubt at a destination, so that nothing expires there. */
    RETENTION_BLOCKED,
    /** A copy at a destination is not as it was delivered, or cannot be read. */
    READ_BACK_BAD,
    /** A copy at a destination was not read back for longer than its read-back promises. */
    READ_BACK_OVERDUE,
    /** A schema lost something since the job's export before: it happened once, and nothing recovers from it. */
    DRIFT_LOSS,
    /** A destination has other entries of a chain of custody than the ledger, so that nothing is written to it there. */
    CHAIN_BROKEN;

    /** For the ends of alarms, in {@code on} of exports.yaml. */
    public static final String RECOVERED = "recovered";

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is something that happened: it is told once, and no channel is reminded of it or told of its end. */
    public static boolean isEvent(String kind) {
        return kind.equals(DRIFT_LOSS.word());
    }

    /** Empty for a word that only another version knows. */
    public static Optional<AlarmKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
