package io.exportroutes.schedule;

import java.time.Instant;

/**
 * A request for a run.
 *
 * @param runId see {@link io.exportroutes.ledger.RunIds}
 * @param trigger {@code schedule}, {@code manual} or {@code catch-up}
 */
public record RunRequest(String runId, String job, String trigger, Instant scheduledFor) {}
