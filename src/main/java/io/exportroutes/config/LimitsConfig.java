package io.exportroutes.config;

import java.time.Duration;

/**
 * Bounds of this process.
 *
 * @param runs how many runs are worked on at once
 * @param downloads how many artifacts are downloaded at once
 * @param shutdown how long deliveries in flight may take to finish after a request to stop
 */
public record LimitsConfig(int runs, int downloads, Duration shutdown, SpoolConfig spool) {}
