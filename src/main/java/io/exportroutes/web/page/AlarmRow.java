package io.exportroutes.web.page;

import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.Alarm;
import io.exportroutes.web.Backend;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * One alarm.
 *
 * @param job null where it concerns none
 * @param what in words
 */
record AlarmRow(
        String kind,
        @Nullable String job,
        String what,
        @Nullable Trouble reason,
        Span span) {
    /** @param ended null while it lasts */
    record Span(@Nullable Moment began, @Nullable Moment ended, String took) {}

    static AlarmRow of(Alarm alarm, Backend backend) {
        JobConfig job = backend.config().jobs().get(alarm.subject().job());
        ZoneId zone = backend.config().zone(alarm.subject().job());
        String destination = alarm.subject().destination();
        return new AlarmRow(
                alarm.subject().kind(),
                job == null ? null : job.name(),
                alarm.subject().job() + (destination.isEmpty() ? "" : " at " + destination),
                Trouble.of(alarm.reason()),
                new Span(
                        Moment.of(alarm.beganAt(), zone),
                        Moment.of(alarm.endedAt(), zone),
                        Moment.distance(
                                alarm.beganAt(),
                                alarm.endedAt() == null ? backend.clock().instant() : alarm.endedAt())));
    }
}
