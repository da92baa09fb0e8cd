package io.exportroutes.route;

import org.apache.camel.Message;

/** The headers by which our routes call the API Kamelets (docs/kamelets.md). */
final class ApiHeaders {
    static final String PROJECT = "ExportRoutesProject";
    static final String OPERATION_KEY = "ExportRoutesOperationKey";
    static final String OPERATION_RUN_ID = "ExportRoutesOperationRunId";
    static final String REQUEST_ID = "ExportRoutesRequestId";
    static final String GROUPING_STATUS = "ExportRoutesOperationGroupingStatus";
    static final String STATUS = "ExportRoutesStatus";
    static final String LIMIT = "ExportRoutesLimit";
    static final String OFFSET = "ExportRoutesOffset";

    private ApiHeaders() {}

    /** Names the project, and the job and the run as X-Operation-Key and X-Operation-Run-Id. */
    static void identify(Message message, RunContext context) {
        message.removeHeaders("*");
        message.setHeader(PROJECT, context.job().project());
        message.setHeader(OPERATION_KEY, context.job().name());
        message.setHeader(OPERATION_RUN_ID, context.id());
    }
}
