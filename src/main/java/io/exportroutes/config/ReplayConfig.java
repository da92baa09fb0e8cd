package io.exportroutes.config;

import java.time.Duration;

/**
 * The long retries: dead letters are replayed automatically.
 *
 * @param every the time between a run's end and its next replay
 * @param period how old a dead letter may be and still be replayed automatically ({@code for} in exports.yaml)
 */
public record ReplayConfig(Duration every, Duration period) {}
