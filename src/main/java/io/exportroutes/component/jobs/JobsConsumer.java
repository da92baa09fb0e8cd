package io.exportroutes.component.jobs;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;

/**
 * Has a trigger for each schedule, all of one Quartz job. All jobs that share a schedule travel in one exchange: an endpoint, or
 * a firing, for each of thousands would take minutes.
 */
final class JobsConsumer extends DefaultConsumer {
    /** The group of all triggers. */
    static final String GROUP = "jobs";

    /** Asked once this starts: a route that does not start needs no scheduler. */
    private final Supplier<QuartzComponent> quartz;

    /** The names of the jobs by the name of their trigger. */
    private final Map<String, List<String>> jobs;

    private final List<JobSchedule> schedules;
    private volatile @Nullable QuartzComponent started;
    private final JobKey key;

    JobsConsumer(
            JobsEndpoint endpoint, Processor processor, Supplier<QuartzComponent> quartz, List<JobSchedule> schedules) {
        super(endpoint, processor);
        this.quartz = quartz;
        this.schedules = schedules;
        this.jobs = schedules.stream()
                .collect(Collectors.groupingBy(
                        JobsConsumer::trigger, Collectors.mapping(JobSchedule::job, Collectors.toUnmodifiableList())));
        this.key = JobKey.jobKey(endpoint.getOperation().name(), GROUP);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        // At once where Camel has started already, else when it has: no trigger fires into a route that does not run
        // yet.
        QuartzComponent component = quartz.get();
        started = component;
        component.addScheduleInitTask(this::schedule);
    }

    private void schedule(Scheduler scheduler) throws SchedulerException {
        scheduler.getContext().put(key.toString(), this);
        JobDetail job = JobBuilder.newJob(DueTimeJob.class)
                .withIdentity(key)
                .storeDurably()
                .build();
        scheduler.addJob(job, true);
        for (JobSchedule schedule : distinct()) {
            TriggerKey name = TriggerKey.triggerKey(trigger(schedule), GROUP);
            JobTrigger trigger = new JobTrigger(name, key, schedule.cron(), schedule.zone());
            // Quartz refuses one that never fires, which a schedule whose years are over does not.
            if (trigger.computeFirstFireTime(null) != null) {
                scheduler.scheduleJob(trigger);
            }
        }
    }

    /** One of each trigger. */
    private Collection<JobSchedule> distinct() {
        return schedules.stream()
                .collect(Collectors.toMap(JobsConsumer::trigger, schedule -> schedule, (first, same) -> first))
                .values();
    }

    private static String trigger(JobSchedule schedule) {
        return schedule.cron() + " " + schedule.zone();
    }

    private @Nullable Scheduler scheduler() {
        QuartzComponent component = started;
        return component == null ? null : component.getScheduler();
    }

    @Override
    protected void doStop() throws Exception {
        Scheduler scheduler = scheduler();
        if (scheduler != null && !scheduler.isShutdown()) {
            scheduler.deleteJob(key);
            scheduler.getContext().remove(key.toString());
        }
        super.doStop();
    }

    /** Runs in Quartz's thread. A failure that the route leaves unhandled is logged; the next due time still fires. */
    void due(String trigger, Instant scheduledFor) {
        if (!isRunAllowed()) {
            return;
        }
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(jobs.getOrDefault(trigger, List.of()));
            exchange.getMessage().setHeader(JobsConstants.SCHEDULED_FOR, scheduledFor);
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            getExceptionHandler()
                    .handleException(
                            "The jobs with the schedule " + trigger + " were due", exchange, exchange.getException());
        }
        releaseExchange(exchange, false);
    }
}
