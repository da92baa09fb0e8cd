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
 * @param hint what to do about the error, or null
 * @param spooledOn the node whose spool has, or had, the verified bytes; null where that is not known
 * @param release who let it out after a guard had refused it, or null
 * @param firstJob the job that took it first, whose guard it has to pass whoever delivers it
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
        @Nullable String error,
        @Nullable String hint,
        @Nullable String spooledOn,
        @Nullable Release release,
        @Nullable String firstJob) {}
