package io.exportroutes.ledger;

import java.time.Instant;

/**
 * The release of an export that a guard had refused.
 *
 * @param by the name of the responsible person
 * @param at when
 * @param reason in their words
 */
public record Release(String by, Instant at, String reason) {}
