package io.exportroutes.route;

import io.exportroutes.ledger.Run;
import io.exportroutes.schedule.Firings;
import io.exportroutes.schedule.RunQueue;
import io.exportroutes.schedule.RunRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code care}: what a full disk, or another process, left undone. */
public final class CareSteps {
    private static final Logger LOG = LoggerFactory.getLogger(CareSteps.class);
    /** What is younger than this, somebody may still be about to do. */
    private static final Duration REST = Duration.ofMinutes(1);

    private final Services services;
    private final RunQueue queue;
    private final Firings firings;
    /** What was missed before is for the catch-up, which waits for the API. */
    private final Instant begun;

    public CareSteps(Services services, RunQueue queue, Firings firings) {
        this.services = services;
        this.queue = queue;
        this.firings = firings;
        this.begun = services.clock().instant();
    }

    /** Puts unfinished runs back on the queue that are on none, and clears the spool of what another process settled. */
    public void tidy() {
        Instant now = services.clock().instant();
        for (Run run : services.ledger().runs().unfinished()) {
            if (run.createdAt().isBefore(now.minus(REST)) && !queue.holds(run.id())) {
                LOG.warn("Run {} is unfinished ({}) and was on no queue", run.id(), run.state());
                queue.enqueue(run.id(), now);
            }
        }
        SpoolCare.releaseAllSettled(services);
    }

    /** The runs of firings that could not be written down in their time. */
    public List<RunRequest> missed() {
        return firings.missed(services.clock().instant().minus(REST)).stream()
                .filter(missed -> missed.scheduledFor().isAfter(begun))
                .toList();
    }
}
