package io.exportroutes.config;

import java.time.Duration;

/**
 * The short retries, owned by Camel's redelivery.
 *
 * @param attempts the number of attempts, the first included; at least 1
 */
public record RetryConfig(int attempts, Duration initialDelay, double multiplier, Duration maxDelay) {
    private static final int NO_FURTHER_GROWTH = 64;

    /** How long to wait after so many failures in a row, at least one. */
    public Duration delay(int failures) {
        double millis = initialDelay.toMillis() * Math.pow(multiplier, Math.min(failures - 1, NO_FURTHER_GROWTH));
        return millis < maxDelay.toMillis() ? Duration.ofMillis((long) millis) : maxDelay;
    }
}
