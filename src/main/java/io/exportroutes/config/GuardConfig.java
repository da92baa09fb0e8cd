package io.exportroutes.config;

import org.jspecify.annotations.Nullable;

/**
 * The limits of a good artifact; one that violates them is delivered nowhere.
 *
 * @param minSize bytes, or null for no bound
 * @param maxShrinkPercent how much smaller than the last good run's artifact it may be, or null for no bound
 */
public record GuardConfig(@Nullable Long minSize, @Nullable Integer maxShrinkPercent) {
    /** No limits beyond the checks of every artifact. */
    public static final GuardConfig NONE = new GuardConfig(null, null);
}
