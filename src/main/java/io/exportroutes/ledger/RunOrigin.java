package io.exportroutes.ledger;

import java.time.Instant;

/**
 * Why a run exists: its job, project, trigger and time.
 *
 * @param trigger {@code schedule}, {@code manual} or {@code catch-up}
 */
public record RunOrigin(String job, String project, String trigger, Instant scheduledFor, Instant createdAt) {}
