package io.exportroutes.component.jobs;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.time.Instant;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

/**
 * Gives the schedule route a trigger of ours for each job (docs/decisions/0004), whose name is the job's: thousands of them
 * cost next to nothing, where a route for each would take minutes and gigabytes.
 */
public final class JobTriggers {
    private static final String GROUP = "jobs";
    /** Of {@code quartz:care/schedule}. */
    private static final JobKey ROUTE = JobKey.jobKey("schedule", "care");

    private JobTriggers() {}

    /**
     * To be called once the routes are started.
     *
     * @throws PermanentFailure {@code schedule_not_set}
     */
    public static void add(CamelContext context, ExportsConfig config) {
        Scheduler scheduler = scheduler(context);
        try {
            for (JobConfig job : config.jobs().values()) {
                if (job.schedule() != null) {
                    TriggerKey key = TriggerKey.triggerKey(job.name(), GROUP);
                    schedule(scheduler, new JobTrigger(key, ROUTE, job.schedule(), job.zone()));
                }
            }
        } catch (SchedulerException e) {
            throw notSet(e);
        }
    }

    /** Quartz refuses one that never fires, which a schedule whose years are over does not. */
    private static void schedule(Scheduler scheduler, JobTrigger trigger) throws SchedulerException {
        if (trigger.computeFirstFireTime(null) != null) {
            scheduler.scheduleJob(trigger);
        }
    }

    /**
     * Works out again when each trigger fires. By a clock that was set back Quartz would wait for the old time, and by one that
     * was put forward it would fire every time in between, one after the other.
     *
     * @param since jobs fire from then on, the others from now on
     */
    public static void renew(CamelContext context, Instant since) {
        Scheduler scheduler = scheduler(context);
        try {
            for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyGroup())) {
                Trigger old = scheduler.getTrigger(key);
                if (old != null) {
                    scheduler.rescheduleJob(key, renewed(old, since));
                }
            }
        } catch (SchedulerException e) {
            throw notSet(e);
        }
    }

    private static Trigger renewed(Trigger old, Instant since) {
        return old instanceof JobTrigger job
                ? job.from(since)
                : old.getTriggerBuilder().startNow().build();
    }

    private static Scheduler scheduler(CamelContext context) {
        return context.getComponent("quartz", QuartzComponent.class).getScheduler();
    }

    private static PermanentFailure notSet(SchedulerException e) {
        return new PermanentFailure(
                FailureCode.ROUTES_NOT_STARTED,
                "The schedules could not be set: " + e.getMessage(),
                "Restore routes/1-schedule.camel.yaml, or see what the message names.",
                e);
    }
}
