package io.exportroutes.config;

import org.jspecify.annotations.Nullable;

/**
 * How much disk the spool may take. A download that does not fit waits for space.
 *
 * @param maxSize the largest size of the spool in bytes, or null for no bound
 * @param reserve the bytes that the spool always leaves free on its disk
 */
public record SpoolConfig(@Nullable Long maxSize, long reserve) {}
