package io.exportroutes.ledger;

/**
 * For whom a delivery is encrypted.
 *
 * @param fingerprint identifies the set of recipients
 * @param json the set as whoever encrypts reads it
 */
public record Recipients(String fingerprint, String json) {}
