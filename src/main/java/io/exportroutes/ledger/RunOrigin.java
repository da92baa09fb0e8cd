package io.exportroutes.ledger;

import java.time.Instant;

/**
 * What a run was made for.
 *
 * @param trigger {@code schedule}, {@code manual} or {@code catch-up}
 */
public record RunOrigin(String job, String project, String trigger, Instant scheduledFor, Instant createdAt) {}
