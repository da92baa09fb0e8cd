package io.exportroutes.queue;

/** A run waits for an earlier one of its job: nothing failed, the run queue hands it out again a little later. */
public final class RunPostponed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param earlier the run or node that it waits for */
    public RunPostponed(String runId, String earlier) {
        super("Run " + runId + " waits for " + earlier);
    }
}
