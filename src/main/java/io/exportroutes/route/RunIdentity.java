package io.exportroutes.route;

import io.exportroutes.kamelet.api.CallHeaders;
import io.exportroutes.run.RunContext;
import org.apache.camel.Message;

/** The headers by which our routes call the API Kamelets (docs/kamelets.md). */
final class RunIdentity {

    private RunIdentity() {}

    /** Names the project, and the job and the run as X-Operation-Key and X-Operation-Run-Id. */
    static void identify(Message message, RunContext context) {
        message.removeHeaders("*");
        message.setHeader(CallHeaders.PROJECT, context.run().project());
        message.setHeader(CallHeaders.OPERATION_KEY, context.job().name());
        message.setHeader(CallHeaders.OPERATION_RUN_ID, context.id());
    }
}
