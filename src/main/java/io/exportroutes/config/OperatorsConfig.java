package io.exportroutes.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the people who operate the service see and hear, and what they can prove.
 *
 * @param channels by name, in the order of exports.yaml
 * @param web where page and API are, and who may use them
 * @param custody null: there is no chain of custody
 */
public record OperatorsConfig(
        Map<String, ChannelConfig> channels,
        HeartbeatsConfig heartbeats,
        WebConfig web,
        @Nullable CustodyConfig custody) {
    /** Nobody is told anything. */
    public static final OperatorsConfig NONE =
            new OperatorsConfig(Map.of(), HeartbeatsConfig.NONE, WebConfig.NONE, null);

    public OperatorsConfig {
        channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
    }
}
