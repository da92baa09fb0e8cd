package io.exportroutes.ledger;

import io.exportroutes.api.Manifest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One export as the ledger knows it.
 *
 * @param runId the run that owns it
 * @param size bytes, once VERIFIED
 * @param sha256 lower-case hex, once VERIFIED
 */
public record ExportEntry(
        Manifest manifest,
        String project,
        String runId,
        ExportState state,
        @Nullable Long size,
        @Nullable String sha256,
        @Nullable Instant verifiedAt,
        @Nullable String errorCode,
        @Nullable String error) {}
