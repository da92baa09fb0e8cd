package io.exportroutes.web.page;

import io.exportroutes.ledger.LastCopy;
import io.exportroutes.overdue.ExpectedCopy;
import io.exportroutes.view.Formats;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What is there at one destination.
 *
 * @param state a word, and how it looks
 * @param copy null: there is none yet
 * @param due null: none is expected
 */
record CopyRow(
        String destination,
        State state,
        @Nullable Copy copy,
        @Nullable Moment due) {
    record State(String word, String css) {}

    /** @param age of the run that it is of */
    record Copy(String age, @Nullable Moment of, String location, String size, String sha256) {}

    static CopyRow of(ExpectedCopy expected, ZoneId zone, Instant now) {
        return new CopyRow(
                expected.place().destination(),
                state(expected, now),
                copy(expected.last(), zone, now),
                Moment.of(expected.overdueFrom(), zone));
    }

    private static State state(ExpectedCopy expected, Instant now) {
        Instant due = expected.overdueFrom();
        if (due != null && expected.overdue(now)) {
            return new State("overdue by " + Moment.distance(due, now), "bad");
        }
        if (expected.missedInPause(now)) {
            return new State("missed in the pause", "partial");
        }
        if (expected.paused() != null) {
            return new State("paused", "idle");
        }
        return expected.goodAsOf() == null ? new State("none yet", "idle") : new State("good", "good");
    }

    private static @Nullable Copy copy(@Nullable LastCopy last, ZoneId zone, Instant now) {
        return last == null
                ? null
                : new Copy(
                        Moment.distance(last.scheduledFor(), now),
                        Moment.of(last.scheduledFor(), zone),
                        last.stored().location(),
                        Formats.bytes(last.stored().size()),
                        last.stored().sha256());
    }
}
