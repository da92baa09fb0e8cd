package io.exportroutes.api;

import org.jspecify.annotations.Nullable;

/** What the API said about the call itself: kept with the run, for a support case. */
public record CallTrace(
        @Nullable String requestId,
        @Nullable String operationRunId,
        @Nullable String operationGroupingStatus) {}
