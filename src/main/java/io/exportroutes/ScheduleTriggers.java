package io.exportroutes;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.FinalFailure;
import io.exportroutes.schedule.JobTrigger;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

/** Puts our triggers in the place of those that Camel made of the schedule routes (docs/decisions/0004). */
final class ScheduleTriggers {
    /** The group in {@code quartz:jobs/NAME}. */
    private static final String GROUP = "jobs";

    private ScheduleTriggers() {}

    static void replace(CamelContext context, ExportsConfig config) {
        Scheduler scheduler =
                context.getComponent("quartz", QuartzComponent.class).getScheduler();
        try {
            for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.triggerGroupEquals(GROUP))) {
                JobConfig job = config.jobs().get(key.getName());
                if (job != null && scheduler.getTrigger(key) instanceof CronTrigger trigger) {
                    scheduler.rescheduleJob(key, new JobTrigger(trigger, job.zone()));
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
