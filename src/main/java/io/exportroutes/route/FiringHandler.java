package io.exportroutes.route;

import io.exportroutes.kamelet.api.CallHeaders;
import io.exportroutes.run.RunServices;
import io.exportroutes.schedule.Firings;
import io.exportroutes.schedule.RunRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Bean {@code firings}: turns due times, and those that were missed, into run requests. */
public final class FiringHandler {
    private final RunServices services;
    private final Firings firings;

    public FiringHandler(RunServices services) {
        this.services = services;
        this.firings = new Firings(services.config(), services.ledger().schedules(), services.clock());
    }

    /** The runs of a due time of these jobs; the same due time always gives the same runs. */
    public List<RunRequest> toRequests(List<String> jobs, Instant scheduledFor) {
        return firings.due(jobs, scheduledFor);
    }

    /** Records that the firings are handled: their runs are in the ledger. */
    public void recordSeen(List<RunRequest> requests) {
        firings.seen(requests);
    }

    /**
     * Prepares a listing of one export of a project that missed a firing.
     *
     * @param headers of the message that the listing is called with
     * @return false if no job missed one
     */
    public boolean probe(Map<String, Object> headers) {
        List<RunRequest> missed = firings.missed();
        if (missed.isEmpty()) {
            return false;
        }
        String job = missed.get(0).job();
        headers.put(CallHeaders.PROJECT, services.config().job(job).request().project());
        headers.put(CallHeaders.OPERATION_KEY, job);
        headers.put(CallHeaders.LIMIT, 1);
        return true;
    }

    /** The runs that make up for what was missed until this moment. */
    public List<RunRequest> missed() {
        return firings.missed();
    }
}
