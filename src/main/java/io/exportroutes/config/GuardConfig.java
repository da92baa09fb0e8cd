package io.exportroutes.config;

import org.jspecify.annotations.Nullable;

/**
 * What a good artifact must keep to; a breach is a failure that is delivered nowhere.
 *
 * @param minSize bytes, or null for no bound
 * @param maxShrinkPercent how much smaller than the last good run's artifact it may be, or null for no bound
 */
public record GuardConfig(@Nullable Long minSize, @Nullable Integer maxShrinkPercent) {
    /** Nothing but the checks that always hold. */
    public static final GuardConfig NONE = new GuardConfig(null, null);
}
