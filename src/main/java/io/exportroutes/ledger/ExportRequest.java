package io.exportroutes.ledger;

import io.exportroutes.api.CallTrace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run's request for an export.
 *
 * @param requestedAt when the API was first asked for an export; null before that (invariant 1)
 * @param fileName the file_name sent with the request, by which a lost export is found again; null before the request
 * @param renewals how many times a new export was requested because the last one was gone
 * @param trace of the call that returned the exports (a create, or the last page of a listing), or null
 */
public record ExportRequest(
        @Nullable Instant requestedAt,
        @Nullable String fileName,
        int renewals,
        @Nullable CallTrace trace) {
    /** Nothing was requested. */
    public static final ExportRequest NONE = new ExportRequest(null, null, 0, null);
}
