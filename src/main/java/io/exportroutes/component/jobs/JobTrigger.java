package io.exportroutes.component.jobs;

import io.exportroutes.cron.Cron;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.JobKey;
import org.quartz.TriggerKey;
import org.quartz.impl.triggers.CronTriggerImpl;

/** A cron trigger of Quartz that fires when {@link Cron#next} says, across DST transitions too, and never misfires. */
public final class JobTrigger extends CronTriggerImpl {
    private static final long serialVersionUID = 1;

    private final String quartz;
    private final ZoneId zone;

    /** Fires from now on. */
    public JobTrigger(TriggerKey key, JobKey route, String quartz, ZoneId zone) {
        this.quartz = quartz;
        this.zone = zone;
        try {
            setCronExpression(quartz);
        } catch (ParseException notQuartz) {
            throw new IllegalArgumentException("not a Quartz cron expression: " + quartz, notQuartz);
        }
        setTimeZone(TimeZone.getTimeZone(zone));
        setKey(key);
        setJobKey(route);
        setStartTime(new Date());
        // Each due time fires, however late; the setting missed-runs decides about late ones.
        setMisfireInstruction(MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY);
    }

    /** The same trigger, as if it had been made then. */
    public JobTrigger from(Instant time) {
        JobTrigger trigger = new JobTrigger(getKey(), getJobKey(), quartz, zone);
        trigger.setStartTime(Date.from(time));
        return trigger;
    }

    @Override
    protected @Nullable Date getTimeAfter(Date after) {
        return Cron.next(quartz, zone, after.toInstant()).map(Date::from).orElse(null);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
