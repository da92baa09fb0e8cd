package io.exportroutes.ledger;

import java.time.Instant;

/**
 * Somebody let out an export that a guard had refused.
 *
 * @param by the name of who did
 * @param at when
 * @param reason in their words
 */
public record Release(String by, Instant at, String reason) {}
