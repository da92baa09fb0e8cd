package io.exportroutes.route;

import io.exportroutes.ledger.RunIds;
import io.exportroutes.schedule.RunRequest;
import java.time.Instant;
import java.util.Date;

/** Bean {@code schedule}: turns a firing into a run request. */
public final class ScheduleSteps {
    /** The run that a firing stands for; the same firing always gives the same run. */
    public RunRequest due(String job, Date scheduledFireTime) {
        Instant scheduledFor = scheduledFireTime.toInstant();
        return new RunRequest(RunIds.scheduled(job, scheduledFor), job, "schedule", scheduledFor);
    }
}
