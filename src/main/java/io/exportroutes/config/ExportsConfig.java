package io.exportroutes.config;

import java.util.Map;

/** The whole of config/exports.yaml, checked. Maps keep the order of the file. */
public record ExportsConfig(
        ApiConfig api,
        Map<String, DestinationConfig> destinations,
        RetryConfig retry,
        LimitsConfig limits,
        Map<String, JobConfig> jobs) {
    public ExportsConfig {
        destinations = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(destinations));
        jobs = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(jobs));
    }
}
