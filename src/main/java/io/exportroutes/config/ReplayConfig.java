package io.exportroutes.config;

import java.time.Duration;

/**
 * The long retries: dead letters are replayed by themselves.
 *
 * @param every how often they are looked at
 * @param period how old a dead letter may be and still be replayed by itself ({@code for} in exports.yaml)
 */
public record ReplayConfig(Duration every, Duration period) {}
