package io.exportroutes.value;

/**
 * What the checks of an artifact's bytes found, once they are whole.
 *
 * @param size in bytes
 * @param sha256 lower-case hex
 */
public record Verified(long size, String sha256) {}
