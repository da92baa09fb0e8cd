package io.exportroutes.config;

import java.time.Duration;

/**
 * The short retries, owned by Camel's redelivery.
 *
 * @param attempts tries in all, the first included; at least 1
 */
public record RetryConfig(int attempts, Duration initialDelay, double multiplier, Duration maxDelay) {}
