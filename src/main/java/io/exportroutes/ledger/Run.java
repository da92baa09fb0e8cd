package io.exportroutes.ledger;

import io.exportroutes.api.CallTrace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a job.
 *
 * @param id see {@link RunIds}
 * @param trigger {@code schedule}, {@code manual} or {@code catch-up}
 * @param requestedAt when the API was first asked for an export; null before that (invariant 1)
 * @param fileName the file_name sent with the request, by which a lost export is found again; null before the request
 * @param renewals how many times a new export was asked for because the last one was gone
 * @param trace what the API said of the call that made the exports known (a create, or the last page of a listing), or null
 * @param history what happened to it beside its states
 * @param errorCode the failure's code, with {@link #error()} and {@link #hint()}; all null without one
 */
public record Run(
        String id,
        String job,
        String project,
        String trigger,
        Instant scheduledFor,
        RunState state,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant requestedAt,
        @Nullable Instant finishedAt,
        @Nullable String fileName,
        int renewals,
        @Nullable CallTrace trace,
        RunHistory history,
        @Nullable String errorCode,
        @Nullable String error,
        @Nullable String hint) {
    /** The job of exports.yaml whose settings it is worked on with: its own, or the one that a replay named in its place. */
    public String worksAs() {
        String other = history.asJob();
        return other == null ? job : other;
    }
}
