package io.exportroutes.route;

import io.exportroutes.kamelet.api.CallHeaders;
import io.exportroutes.run.RunServices;
import io.exportroutes.schedule.Firings;
import io.exportroutes.schedule.RunRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bean {@code firings}: turns due times, and those that were missed, into run requests. */
public final class FiringHandler {
    private final RunServices services;
    private final Firings firings;

    public FiringHandler(RunServices services) {
        this.services = services;
        this.firings = new Firings(services.config(), services.ledger().schedules(), services.clock());
    }

    /** The run of a due time; the same due time always gives the same run. Null if there is to be none. */
    public @Nullable RunRequest toRequest(String job, Instant scheduledFor) {
        return firings.due(job, scheduledFor).orElse(null);
    }

    /** Records that the firing is handled: its run is in the ledger, or none is needed. */
    public void recordSeen(RunRequest request) {
        firings.seen(request.job(), request.scheduledFor());
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
