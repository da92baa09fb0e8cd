package io.exportroutes.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The run and the job that are responsible for an export.
 *
 * @param runId the run that owns it
 * @param firstJob the job that took it first, whose guard it has to pass whichever run delivers it
 * @param release its release after a guard had refused it, or null
 */
public record ExportOwner(
        String project,
        String runId,
        @Nullable String firstJob,
        @Nullable Release release) {}
