package io.exportroutes.schedule;

import java.time.Instant;

/**
 * A wish for a run, as it enters at direct:enqueue.
 *
 * @param runId see {@link io.exportroutes.ledger.RunIds}
 * @param trigger {@code schedule}, {@code manual} or {@code catch-up}
 */
public record RunRequest(String runId, String job, String trigger, Instant scheduledFor) {}
