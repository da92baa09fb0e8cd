package io.exportroutes.ledger;

import io.exportroutes.failure.FailureNote;

/**
 * One execution of a job.
 *
 * @param id see {@link RunIds}
 * @param failure why it ended as it did; {@link FailureNote#NONE} without a reason
 */
public record Run(String id, RunOrigin origin, RunState state, RunProgress progress, FailureNote failure) {
    /** The job that it is an execution of. */
    public String job() {
        return origin.job();
    }

    /** The job of exports.yaml whose settings it is worked on with: its own, or the one that a replay named in its place. */
    public String worksAs() {
        String other = progress.history().asJob();
        return other == null ? job() : other;
    }
}
