package io.exportroutes.config;

import org.jspecify.annotations.Nullable;

/**
 * How much disk the spool may take. A download that does not fit waits for space.
 *
 * @param maxSize the most that the spool may hold in bytes, or null for no bound
 * @param reserve what the spool always leaves free on its disk, in bytes
 */
public record SpoolConfig(@Nullable Long maxSize, long reserve) {}
