package io.exportroutes.cron;

import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * A schedule in local time, across DST transitions. Quartz skips due times in the hour that spring omits, and sees
 * the hour that autumn repeats only once. Here a due time in the omitted hour fires an hour later (02:30 at 03:30); in the
 * repeated hour an hourly schedule is due both times, any other schedule the second time; see docs/operations.md.
 *
 * <p>Quartz sees local time only, as if the offset never changed. This class maps local time to instants, from one
 * transition to the next.
 */
final class LocalTimeCron {
    private static final Set<String> EVERY_HOUR = Set.of("*", "*/1", "0/1", "0-23");
    private static final int HOUR = 2;

    private final CronExpression dial;
    private final ZoneRules rules;
    private final boolean everyHour;

    LocalTimeCron(String quartz, ZoneId zone) {
        try {
            dial = new CronExpression(quartz);
        } catch (ParseException notQuartz) {
            throw new IllegalArgumentException("not a Quartz cron expression: " + quartz, notQuartz);
        }
        dial.setTimeZone(TimeZone.getTimeZone("GMT"));
        rules = zone.getRules();
        everyHour = EVERY_HOUR.contains(quartz.split(" ")[HOUR]);
    }

    /** The first due time after the given one, or empty if none follows. */
    Optional<Instant> next(Instant after) {
        Instant begin = after.plusMillis(1);
        while (true) {
            @Nullable Instant regular = notBefore(begin, rules.getOffset(begin));
            @Nullable ZoneOffsetTransition change = rules.nextTransition(begin);
            boolean valid = regular != null && (change == null || regular.isBefore(end(change)));
            @Nullable Instant moved = leftOut(begin);
            if (moved != null && (!valid || moved.isBefore(regular))) {
                return Optional.of(moved);
            }
            if (valid || regular == null || change == null) {
                return Optional.ofNullable(regular);
            }
            begin = change.getInstant();
        }
    }

    /** The end of the offset before the transition: a repeated hour counts the second time, unless every hour counts. */
    private Instant end(ZoneOffsetTransition change) {
        return change.isOverlap() && !everyHour ? change.getInstant().plus(change.getDuration()) : change.getInstant();
    }

    /** The first due time in the gap of the last transition that, moved by the gap's length, is not before the given time. */
    private @Nullable Instant leftOut(Instant begin) {
        @Nullable ZoneOffsetTransition change = rules.previousTransition(begin.plusMillis(1));
        if (change == null || !change.isGap()) {
            return null;
        }
        Instant end = change.getInstant().plus(change.getDuration());
        @Nullable Instant found = begin.isBefore(end) ? notBefore(begin, change.getOffsetBefore()) : null;
        return found != null && found.isBefore(end) ? found : null;
    }

    private @Nullable Instant notBefore(Instant begin, ZoneOffset offset) {
        Instant shown = LocalDateTime.ofInstant(begin, offset).toInstant(ZoneOffset.UTC);
        // Quartz searches from the next full second.
        Date before = Date.from(shown.minusMillis(1));
        @Nullable Date next = dial.getNextValidTimeAfter(before);
        return next == null
                ? null
                : LocalDateTime.ofInstant(next.toInstant(), ZoneOffset.UTC).toInstant(offset);
    }
}
