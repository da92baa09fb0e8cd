package io.exportroutes.api;

import org.jspecify.annotations.Nullable;

/** The API's ids for the call itself: kept with the run, for a support case. */
public record CallTrace(
        @Nullable String requestId,
        @Nullable String operationRunId,
        @Nullable String operationGroupingStatus) {}
