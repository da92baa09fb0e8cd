package io.exportroutes.component.jobs;

import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.SchedulerException;

/** Quartz creates one for each firing of a {@link JobTrigger}; public only for Quartz. */
public final class DueTimeJob implements Job {
    @Override
    public void execute(JobExecutionContext firing) {
        if (consumer(firing) instanceof JobsConsumer consumer) {
            consumer.due(
                    firing.getTrigger().getKey().getName(),
                    firing.getScheduledFireTime().toInstant());
        }
    }

    private static Object consumer(JobExecutionContext firing) {
        try {
            return firing.getScheduler()
                    .getContext()
                    .getOrDefault(firing.getJobDetail().getKey().toString(), "stopped meanwhile");
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz runs a job without its context", e);
        }
    }
}
