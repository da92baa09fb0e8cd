package io.exportroutes.component.jobs;

import java.time.ZoneId;

/**
 * When a job is due.
 *
 * @param job its name
 * @param cron as Quartz writes it
 * @param zone the time zone of the schedule
 */
public record JobSchedule(String job, String cron, ZoneId zone) {}
