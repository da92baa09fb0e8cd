package io.exportroutes.api.download;

import org.jspecify.annotations.Nullable;

/**
 * One artifact to ask for.
 *
 * @param project the project's slug
 * @param operationKey the job, sent as X-Operation-Key
 * @param operationRunId the run, sent as X-Operation-Run-Id
 * @param sizeBytes the manifest's size_bytes, or null
 */
public record DownloadCall(
        String project,
        String exportId,
        String operationKey,
        String operationRunId,
        @Nullable Long sizeBytes) {}
