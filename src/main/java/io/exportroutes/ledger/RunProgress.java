package io.exportroutes.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a run has got.
 *
 * @param startedAt when the work on it first began, since its last replay; null before that
 * @param finishedAt when it was settled; null before that
 * @param request its request to the API
 * @param history its other events
 */
public record RunProgress(
        @Nullable Instant startedAt, @Nullable Instant finishedAt, ExportRequest request, RunHistory history) {
    /** The progress of a new run. */
    public static final RunProgress NONE = new RunProgress(null, null, ExportRequest.NONE, RunHistory.NONE);

    /** The progress of a run that is created as settled: it is not worked on. */
    public static RunProgress finished(Instant at) {
        return new RunProgress(null, at, ExportRequest.NONE, RunHistory.NONE);
    }
}
