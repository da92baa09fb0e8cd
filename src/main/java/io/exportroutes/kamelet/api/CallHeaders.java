package io.exportroutes.kamelet.api;

import io.exportroutes.api.CallTrace;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers that the API Kamelets take and give (docs/kamelets.md). Nothing else on the message reaches the API, and
 * nothing else comes back from it.
 */
public final class CallHeaders {
    /** Taken: the project's slug, instead of the Kamelet's property. */
    public static final String PROJECT = "ExportRoutesProject";
    /** Taken: sent as {@code X-Operation-Key}, instead of the Kamelet's property. */
    public static final String OPERATION_KEY = "ExportRoutesOperationKey";
    /** Taken: sent as {@code X-Operation-Run-Id}; given: the {@code operation_run_id} of the reply. */
    public static final String OPERATION_RUN_ID = "ExportRoutesOperationRunId";
    /** Taken by the listing: {@code ready}, {@code not_found} or {@code all}. */
    public static final String STATUS = "ExportRoutesStatus";
    /** Taken by the listing: 1 to 500. */
    public static final String LIMIT = "ExportRoutesLimit";
    /** Taken by the listing: how many manifests to skip. */
    public static final String OFFSET = "ExportRoutesOffset";
    /** Taken by the download: {@code exp_…}. */
    public static final String EXPORT_ID = "ExportRoutesExportId";
    /** Given: the time at the server when it answered, as ISO 8601 in UTC; left out if it does not say. */
    public static final String SERVER_TIME = "ExportRoutesServerTime";
    /** Given: the {@code request_id} of the reply. */
    public static final String REQUEST_ID = "ExportRoutesRequestId";
    /** Given: the {@code operation_grouping_status} of the reply. */
    public static final String OPERATION_GROUPING_STATUS = "ExportRoutesOperationGroupingStatus";

    private CallHeaders() {}

    /** The trace of a call, from the headers of its reply. */
    public static CallTrace trace(Map<String, Object> reply) {
        return new CallTrace(
                text(reply, REQUEST_ID), text(reply, OPERATION_RUN_ID), text(reply, OPERATION_GROUPING_STATUS));
    }

    private static @Nullable String text(Map<String, Object> reply, String name) {
        return reply.get(name) instanceof String text ? text : null;
    }
}
