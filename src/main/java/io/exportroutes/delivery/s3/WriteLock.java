package io.exportroutes.delivery.s3;

import io.exportroutes.delivery.StoreOptions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;

/**
 * How an object is locked from the moment it is written.
 *
 * @param until a midnight (UTC): an artifact, its sidecar and a repeat of the same day have the same one, a later repeat a later one
 */
record WriteLock(ObjectLockMode mode, Instant until) {
    /** What S3 takes: a hundred years. */
    private static final int MOST_DAYS = 36_500;

    /**
     * For so many days at least.
     *
     * @throws io.exportroutes.failure.PermanentFailure {@code invalid_option}
     */
    static WriteLock of(String mode, @Nullable String days, Instant now) {
        StoreOptions.oneOf("objectLockMode", mode, "governance", "compliance");
        int whole = StoreOptions.parse("objectLockDays", days, WriteLock::days, "");
        ObjectLockMode locked = mode.equals("compliance") ? ObjectLockMode.COMPLIANCE : ObjectLockMode.GOVERNANCE;
        return new WriteLock(locked, now.truncatedTo(ChronoUnit.DAYS).plus(whole + 1L, ChronoUnit.DAYS));
    }

    private static int days(String text) {
        if (!text.matches("[1-9]\\d{0,4}") || Integer.parseInt(text) > MOST_DAYS) {
            throw new IllegalArgumentException("not a number of days from 1 to " + MOST_DAYS);
        }
        return Integer.parseInt(text);
    }
}
