package io.exportroutes.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a key can be made of.
 *
 * @param scheduledFor the run's scheduled time: all date parts and {@code {time}} are of this instant, in UTC
 * @param name the artifact's name as the API sent it
 */
public record KeyFacts(
        String project,
        String job,
        Instant scheduledFor,
        String run,
        String exportId,
        @Nullable String name,
        @Nullable String format,
        String kind) {}
