package io.exportroutes.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long what is there is kept.
 *
 * @param history how long after its end a run that moved nothing is remembered; null: for good
 * @param copies which copies the destinations keep
 */
public record KeptConfig(@Nullable Duration history, RetentionConfig copies) {
    /** Everything is kept. */
    public static final KeptConfig ALL = new KeptConfig(null, RetentionConfig.ALL);
}
