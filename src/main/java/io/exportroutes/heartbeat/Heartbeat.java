package io.exportroutes.heartbeat;

import io.exportroutes.ledger.RunState;
import io.exportroutes.value.Secret;

/**
 * One call of an address.
 *
 * @param state which it tells: EXPORTING or TRANSFERRING for the beginning
 * @param attempts this one included
 * @param url complete
 * @param text for whoever reads what the address keeps
 */
public record Heartbeat(String runId, RunState state, int attempts, Secret url, String text) {}
