package io.exportroutes.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the people who operate the service see and hear.
 *
 * @param channels by name, in the order of exports.yaml
 * @param web where page and API are, and who may use them
 */
public record OperatorsConfig(Map<String, ChannelConfig> channels, HeartbeatsConfig heartbeats, WebConfig web) {
    /** Nobody is told anything. */
    public static final OperatorsConfig NONE = new OperatorsConfig(Map.of(), HeartbeatsConfig.NONE, WebConfig.NONE);

    public OperatorsConfig {
        channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
    }
}
