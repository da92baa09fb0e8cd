package io.exportroutes.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the people who operate the service see and hear.
 *
 * @param channels by name, in the order of exports.yaml
 * @param heartbeat null: none is sent
 * @param web where page and API are, and who may use them
 */
public record OperatorsConfig(
        Map<String, ChannelConfig> channels, @Nullable HeartbeatConfig heartbeat, WebConfig web) {
    /** Nobody is told anything. */
    public static final OperatorsConfig NONE = new OperatorsConfig(Map.of(), null, WebConfig.NONE);

    public OperatorsConfig {
        channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
    }
}
