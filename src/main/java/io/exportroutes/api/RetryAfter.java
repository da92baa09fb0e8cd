package io.exportroutes.api;

import java.time.Duration;
import java.time.Instant;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/** The Retry-After header: seconds, or a date in any of the three forms that HTTP knows. */
public final class RetryAfter {
    private static final long LONGEST_SECONDS = Duration.ofDays(365).toSeconds();

    private RetryAfter() {}

    /** The wait from now on, never negative and at most a year; null if the header is missing or unreadable. */
    public static @Nullable Duration parse(@Nullable String header, Instant now) {
        if (header == null || header.isBlank()) {
            return null;
        }
        String text = header.strip();
        if (text.chars().allMatch(sign -> sign >= '0' && sign <= '9')) {
            return Duration.ofSeconds(text.length() > 9 ? LONGEST_SECONDS : capped(Long.parseLong(text)));
        }
        Instant until = DateUtils.parseStandardDate(text);
        if (until == null) {
            return null;
        }
        return until.isBefore(now)
                ? Duration.ZERO
                : Duration.ofSeconds(capped(Duration.between(now, until).toSeconds()));
    }

    private static long capped(long seconds) {
        return Math.min(seconds, LONGEST_SECONDS);
    }
}
