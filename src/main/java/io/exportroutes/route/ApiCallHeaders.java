package io.exportroutes.route;

import io.exportroutes.kamelet.api.CallHeaders;
import io.exportroutes.listing.Listing;
import io.exportroutes.run.RunContext;
import java.util.Map;

/** Bean {@code apiHeaders}: the headers by which our routes call the API Kamelets (docs/kamelets.md). */
public final class ApiCallHeaders {
    /**
     * Names the project, and the job and the run as X-Operation-Key and X-Operation-Run-Id.
     *
     * @param headers of the message; all earlier headers are removed
     */
    public void identify(RunContext run, Map<String, Object> headers) {
        headers.clear();
        headers.put(CallHeaders.PROJECT, run.run().origin().project());
        headers.put(CallHeaders.OPERATION_KEY, run.job().name());
        headers.put(CallHeaders.OPERATION_RUN_ID, run.id());
    }

    /** As {@link #identify}, for the next page of a listing. */
    public void page(RunContext run, Listing listing, Map<String, Object> headers) {
        identify(run, headers);
        headers.put(CallHeaders.STATUS, "all");
        headers.put(CallHeaders.LIMIT, Listing.PAGE);
        headers.put(CallHeaders.OFFSET, listing.offset());
    }
}
