package io.exportroutes.readback;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many bytes may still be read today. A copy is read to its end: what it takes beyond the budget, the next days lack. */
public final class Budget {
    /** A day is one of UTC, so that it is as long as any other. */
    public static final int DAYS = 30;

    private final @Nullable Long aDay;

    public Budget(@Nullable Long aDay) {
        this.aDay = aDay;
    }

    /**
     * Whether another copy may be begun.
     *
     * @param read the bytes that were read on each of the last {@link #DAYS} days
     */
    public boolean allows(Map<LocalDate, Long> read, Instant now) {
        if (aDay == null) {
            return true;
        }
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        long debt = 0;
        for (int ago = DAYS - 1; ago > 0; ago--) {
            debt = Math.max(0, debt + read.getOrDefault(today.minusDays(ago), 0L) - aDay);
        }
        return debt + read.getOrDefault(today, 0L) < aDay;
    }

    /** How many bytes of each day the copies need, so that each is read in time. */
    public static final class Need {
        private final ReadBackPolicy policy;
        private double bytes;

        public Need(ReadBackPolicy policy) {
            this.policy = policy;
        }

        public void add(KnownCopy copy) {
            if (!copy.isSettled()) {
                double days = (double) DueCopies.interval(copy, policy).toMillis()
                        / Duration.ofDays(1).toMillis();
                bytes += copy.size() / days;
            }
        }

        public long aDay() {
            return (long) Math.ceil(bytes);
        }

        /** Whether the budget is enough for it. */
        public boolean isMet() {
            return policy.budget() == null || aDay() <= policy.budget();
        }
    }
}
