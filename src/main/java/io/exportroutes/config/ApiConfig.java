package io.exportroutes.config;

import io.exportroutes.value.Secret;
import java.net.URI;
import java.time.Duration;

/**
 * How to reach the export API.
 *
 * @param baseUrl http or https, without a trailing slash; the token goes to this origin and to no other
 * @param token the project API token, without the word Bearer
 * @param pollInterval the first wait between two looks at an export that is not ready; it grows up to a minute
 * @param maxConcurrent how many calls of any kind are under way at once
 */
public record ApiConfig(URI baseUrl, Secret token, Timeouts timeouts, Duration pollInterval, int maxConcurrent) {
    /**
     * How long a call waits.
     *
     * @param connect for one connection attempt
     * @param read for the reply to one JSON call
     * @param stall the longest wait for the next byte of a download
     */
    public record Timeouts(Duration connect, Duration read, Duration stall) {}
}
