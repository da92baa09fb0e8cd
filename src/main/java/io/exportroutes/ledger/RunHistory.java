package io.exportroutes.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The events of a run beside its states.
 *
 * @param listedAt when a sweep had its whole listing and took what is in it; null before that
 * @param replayedAt when its last replay began; null for a run that was never replayed
 * @param replayedFrom the settled state that the last replay found; null without one
 * @param asJob the job of exports.yaml whose settings it is worked on with, where its own is gone; else null
 * @param note why the last replay changed nothing, or another remark on the run; null without one
 */
public record RunHistory(
        @Nullable Instant listedAt,
        @Nullable Instant replayedAt,
        @Nullable RunState replayedFrom,
        @Nullable String asJob,
        @Nullable String note) {
    /** The history of a new run. */
    public static final RunHistory NONE = new RunHistory(null, null, null, null, null);
}
