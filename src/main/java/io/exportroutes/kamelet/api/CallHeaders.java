package io.exportroutes.kamelet.api;

import io.exportroutes.api.CallTrace;
import org.apache.camel.Message;

/**
 * The headers that the API Kamelets take and give (docs/kamelets.md). Nothing else on the message reaches the API, and
 * nothing else comes back from it.
 */
public final class CallHeaders {
    /** Taken: the project's slug, in place of the Kamelet's property. */
    public static final String PROJECT = "ExportRoutesProject";
    /** Taken: sent as {@code X-Operation-Key}, in place of the Kamelet's property. */
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
    /** Given: the {@code request_id} of the reply. */
    public static final String REQUEST_ID = "ExportRoutesRequestId";
    /** Given: the {@code operation_grouping_status} of the reply. */
    public static final String OPERATION_GROUPING_STATUS = "ExportRoutesOperationGroupingStatus";

    private CallHeaders() {}

    /** What a call's reply said of the call. */
    public static CallTrace trace(Message reply) {
        return new CallTrace(
                reply.getHeader(REQUEST_ID, String.class),
                reply.getHeader(OPERATION_RUN_ID, String.class),
                reply.getHeader(OPERATION_GROUPING_STATUS, String.class));
    }
}
