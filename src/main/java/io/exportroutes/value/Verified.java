package io.exportroutes.value;

/**
 * Size and SHA-256 of an artifact's complete and verified bytes.
 *
 * @param size in bytes
 * @param sha256 lower-case hex
 */
public record Verified(long size, String sha256) {}
