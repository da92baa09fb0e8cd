package io.exportroutes.component.jobs;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.support.DefaultProducer;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

/**
 * Computes again when each trigger fires. By a clock that was set back Quartz would wait for the old time, and by one that was
 * put forward it would fire every time in between, one after the other.
 */
final class JobsProducer extends DefaultProducer {
    private final QuartzComponent quartz;

    JobsProducer(JobsEndpoint endpoint, QuartzComponent quartz) {
        super(endpoint);
        this.quartz = quartz;
    }

    /** @throws PermanentFailure {@code routes_not_started} */
    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Instant since = exchange.getMessage().getMandatoryBody(Instant.class);
        Scheduler scheduler = quartz.getScheduler();
        try {
            for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.triggerGroupEquals(JobsConsumer.GROUP))) {
                if (scheduler.getTrigger(key) instanceof JobTrigger trigger) {
                    scheduler.rescheduleJob(key, trigger.from(since));
                }
            }
        } catch (SchedulerException e) {
            throw new PermanentFailure(
                    FailureCode.ROUTES_NOT_STARTED,
                    "The schedules could not be set: " + e.getMessage(),
                    "Restart the service; see what the message names.",
                    e);
        }
    }
}
