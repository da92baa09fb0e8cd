package io.exportroutes;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.FinalFailure;
import io.exportroutes.schedule.JobTrigger;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;

/**
 * Gives the schedule route a trigger of ours for each job (docs/decisions/0004), whose name is the job's: thousands of them
 * cost next to nothing, where a route for each would take minutes and gigabytes.
 */
final class ScheduleTriggers {
    private static final String GROUP = "jobs";
    /** Of {@code quartz:care/schedule}. */
    private static final JobKey ROUTE = JobKey.jobKey("schedule", "care");

    private ScheduleTriggers() {}

    static void add(CamelContext context, ExportsConfig config) {
        Scheduler scheduler =
                context.getComponent("quartz", QuartzComponent.class).getScheduler();
        try {
            for (JobConfig job : config.jobs().values()) {
                if (job.schedule() != null) {
                    TriggerKey key = TriggerKey.triggerKey(job.name(), GROUP);
                    scheduler.scheduleJob(new JobTrigger(key, ROUTE, job.schedule(), job.zone()));
                }
            }
        } catch (SchedulerException e) {
            throw new FinalFailure(
                    "schedule_not_set",
                    "The schedules could not be set: " + e.getMessage(),
                    "Restore routes/1-schedule.camel.yaml, or see what the message names.",
                    e);
        }
    }
}
