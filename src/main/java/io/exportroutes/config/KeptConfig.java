package io.exportroutes.config;

import io.exportroutes.readback.ReadBackPolicy;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long what is there is kept, and how it is looked after.
 *
 * @param history how long after its end a run that moved nothing is remembered; null: for good
 * @param copies which copies the destinations keep
 * @param readBacks how the copies of a destination are read back, by its name; none where they are not
 */
public record KeptConfig(@Nullable Duration history, RetentionConfig copies, Map<String, ReadBackPolicy> readBacks) {
    /** Everything is kept. */
    public static final KeptConfig ALL = new KeptConfig(null, RetentionConfig.ALL, Map.of());

    public KeptConfig {
        readBacks = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(readBacks));
    }
}
