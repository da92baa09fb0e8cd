package io.exportroutes.route;

import io.exportroutes.kamelet.api.CallHeaders;
import io.exportroutes.run.RunServices;
import io.exportroutes.schedule.Firings;
import io.exportroutes.schedule.RunRequest;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Bean {@code firings}: turns due times, and those that were missed, into run requests. */
public final class FiringHandler {
    private final RunServices services;
    private final Firings firings;

    public FiringHandler(RunServices services) {
        this.services = services;
        this.firings = new Firings(services.config(), services.ledger().schedules(), services.clock());
    }

    /** The run of a due time; the same due time always gives the same run. Null where there is to be none. */
    public @Nullable RunRequest toRequest(String job, Instant scheduledFor) {
        return firings.due(job, scheduledFor).orElse(null);
    }

    /** The run is in the ledger, or has no place there. */
    public void recordSeen(RunRequest request) {
        firings.seen(request.job(), request.scheduledFor());
    }

    /** Prepares a listing of one export of a project that missed a firing; false where none did. */
    public boolean probe(Exchange exchange) {
        List<RunRequest> missed = firings.missed();
        if (missed.isEmpty()) {
            return false;
        }
        String job = missed.get(0).job();
        Message message = exchange.getMessage();
        message.setHeader(
                CallHeaders.PROJECT, services.config().job(job).request().project());
        message.setHeader(CallHeaders.OPERATION_KEY, job);
        message.setHeader(CallHeaders.LIMIT, 1);
        message.setBody(null);
        return true;
    }

    /** The runs that make up for what was missed until this moment. */
    public List<RunRequest> missed() {
        return firings.missed();
    }
}
