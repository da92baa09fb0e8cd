package io.exportroutes.overdue;

import io.exportroutes.ledger.CopyPlace;
import io.exportroutes.ledger.LastCopy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a job promises at one of its destinations, and what is there.
 *
 * @param goodAsOf the scheduled time of the newest run whose copies are there: of a sweep, also of one that found nothing new; null if
 *     there was none yet
 * @param last the newest copy; null if there is none
 * @param overdueFrom from when on the next copy counts as overdue, past or future; null if none is expected: a job without schedule and
 *     {@code expect-within}, one whose schedule is over, or one that is paused and was not overdue when it was
 * @param paused null unless the job is paused
 */
public record ExpectedCopy(
        CopyPlace place,
        @Nullable Instant goodAsOf,
        @Nullable LastCopy last,
        @Nullable Instant overdueFrom,
        @Nullable Paused paused) {
    /**
     * A pause that lasts.
     *
     * @param overdueFrom from when on the next copy would count as overdue without it; null if none was expected anyway
     */
    public record Paused(Instant since, @Nullable Instant overdueFrom) {}

    public boolean overdue(Instant now) {
        return isAfter(now, overdueFrom);
    }

    /** Whether it is only the pause that keeps it from being overdue. */
    public boolean missedInPause(Instant now) {
        return paused != null && !overdue(now) && isAfter(now, paused.overdueFrom());
    }

    private static boolean isAfter(Instant now, @Nullable Instant time) {
        return time != null && now.isAfter(time);
    }
}
