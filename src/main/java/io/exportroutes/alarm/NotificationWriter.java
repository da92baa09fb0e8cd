package io.exportroutes.alarm;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.ledger.Alarm;
import io.exportroutes.ledger.Alarm.Subject;
import io.exportroutes.ledger.LastCopy;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Notifications.Entry;
import io.exportroutes.ledger.Run;
import io.exportroutes.notification.Notification;
import io.exportroutes.notification.Notification.Event;
import io.exportroutes.notification.Notification.Fact;
import io.exportroutes.notification.Notification.Item;
import io.exportroutes.notification.Notification.Span;
import io.exportroutes.overdue.ExpectedCopies;
import io.exportroutes.overdue.ExpectedCopy;
import io.exportroutes.value.Durations;
import io.exportroutes.value.Sizes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what a channel is told: what there is, as the ledger has it at this moment, why something is missing, and what to do. */
final class NotificationWriter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm xxx", Locale.ROOT);

    private final ExportsConfig config;
    private final Ledger ledger;
    private final ExpectedCopies expected;
    private final Clock clock;

    NotificationWriter(ExportsConfig config, Ledger ledger, Clock clock) {
        this.config = config;
        this.ledger = ledger;
        this.expected = new ExpectedCopies(config, ledger, clock);
        this.clock = clock;
    }

    /** One item for each alarm: its end outweighs its beginning, and this a reminder. */
    Notification message(String id, List<Entry> entries) {
        Map<String, Entry> strongest = new LinkedHashMap<>();
        entries.forEach(entry ->
                strongest.merge(entry.alarm().id(), entry, (one, other) -> weight(one) >= weight(other) ? one : other));
        List<Item> items = strongest.values().stream()
                .map(this::item)
                .sorted(java.util.Comparator.comparing(Item::event))
                .toList();
        return new Notification(id, clock.instant(), items);
    }

    private static int weight(Entry entry) {
        return switch (event(entry)) {
            case ENDED -> 2;
            case BEGAN -> 1;
            case LASTS -> 0;
        };
    }

    private static Event event(Entry entry) {
        return switch (entry.event()) {
            case "began" -> Event.BEGAN;
            case "ended" -> Event.ENDED;
            default -> Event.LASTS;
        };
    }

    private Item item(Entry entry) {
        Alarm alarm = entry.alarm();
        Subject subject = alarm.subject();
        Event event = event(entry);
        About about = about(subject);
        return new Item(
                event,
                new Notification.Subject(subject.kind(), subject.job(), subject.destination()),
                new Span(alarm.beganAt(), alarm.endedAt()),
                event == Event.ENDED ? recovered(alarm, about) : wrong(alarm, about),
                facts(alarm, about, event));
    }

    /** What the ledger and exports.yaml know of the subject now. */
    private record About(
            ZoneId zone,
            @Nullable JobConfig job,
            List<ExpectedCopy> copies,
            @Nullable Run last) {}

    private About about(Subject subject) {
        JobConfig job = config.jobs().get(subject.job());
        if (job == null) {
            return new About(ZoneOffset.UTC, null, List.of(), null);
        }
        List<ExpectedCopy> copies = expected.of(List.of(job)).stream()
                .filter(copy -> subject.destination().isEmpty()
                        || copy.place().destination().equals(subject.destination()))
                .toList();
        Run last = ledger.runs().recent(job.name(), 1).stream().findFirst().orElse(null);
        return new About(job.timing().zone(), job, copies, last);
    }

    private static String wrong(Alarm alarm, About about) {
        Subject subject = alarm.subject();
        String at = subject.destination().isEmpty() ? "" : " at " + subject.destination();
        Optional<AlarmKind> kind = AlarmKind.of(subject.kind());
        if (kind.isEmpty()) {
            return subject.toString();
        }
        return switch (kind.get()) {
            case OVERDUE -> subject.job() + " is overdue" + at + dueSince(about);
            case FAILING -> subject.job() + " failed" + at;
            case PAUSED -> subject.job() + " is paused, and a copy is missing";
            case RETENTION_BLOCKED -> "Nothing of " + subject.job() + " expires" + at;
            case READ_BACK_BAD -> "A copy of " + subject.job() + at + " is bad";
            case READ_BACK_OVERDUE -> "A copy of " + subject.job() + at + " was not read back in time";
            case DRIFT_LOSS -> "The schema of " + subject.job() + " lost something";
            case CHAIN_BROKEN -> "The chain of custody of " + subject.job() + " is broken" + at;
            case NOTIFICATION_FAILING -> "The channel " + subject.destination() + " does not take its notifications";
        };
    }

    private static String dueSince(About about) {
        return about.copies().stream()
                .map(ExpectedCopy::overdueFrom)
                .flatMap(time -> Optional.ofNullable(time).stream())
                .min(Instant::compareTo)
                .map(time -> " since " + time(time, about.zone()))
                .orElse("");
    }

    /** Only what there is a newer copy of has recovered. */
    private static String recovered(Alarm alarm, About about) {
        Subject subject = alarm.subject();
        String at = subject.destination().isEmpty() ? "" : " at " + subject.destination();
        String lasted = alarm.endedAt() == null ? "" : " after " + lasted(alarm.beganAt(), alarm.endedAt());
        String name = subject.job().isEmpty() ? "The channel " + subject.destination() : subject.job() + at;
        boolean copy = about.copies().stream()
                .anyMatch(there ->
                        there.last() != null && there.last().deliveredAt().isAfter(alarm.beganAt()));
        return name + (copy || subject.job().isEmpty() ? " is well again" : " is no longer " + subject.kind()) + lasted;
    }

    private List<Fact> facts(Alarm alarm, About about, Event event) {
        List<Fact> facts = new ArrayList<>();
        about.copies().forEach(copy -> facts.add(lastCopy(copy, about.zone())));
        FailureNote reason = alarm.reason();
        boolean bad = event != Event.ENDED;
        if (bad && reason.message() != null) {
            facts.add(new Fact("Reason", reason.message() + " (" + reason.code() + ")"));
        }
        if (AlarmKind.isEvent(alarm.subject().kind())) {
            facts.addAll(earlierLosses(alarm));
        }
        if (about.last() != null) {
            facts.add(new Fact("Last run", lastRun(about.last(), about.zone())));
        }
        if (about.job() != null) {
            facts.add(new Fact("Next run", nextRun(about.job(), about)));
        }
        if (bad) {
            facts.add(new Fact("What to do", remedy(alarm, about)));
        }
        ledger.deliveries()
                .copies()
                .chains()
                .head(alarm.subject().job())
                .ifPresent(head -> facts.add(new Fact("Chain of custody", "head " + head)));
        return facts;
    }

    /** Where several came within a day, a later one took the place of one that was perhaps not told yet. */
    private List<Fact> earlierLosses(Alarm alarm) {
        return ledger.deliveries().copies().drifts().losses(clock.instant().minus(Conditions.LOSS_IS_SHOWN)).stream()
                .filter(loss -> loss.job().equals(alarm.subject().job()))
                .skip(1)
                .map(loss -> new Fact(
                        "Lost earlier",
                        loss.baseExportId() + " to " + loss.exportId() + ": "
                                + loss.found().summary()))
                .toList();
    }

    private static Fact lastCopy(ExpectedCopy copy, ZoneId zone) {
        String label = "Last good copy at " + copy.place().destination();
        LastCopy last = copy.last();
        if (last == null) {
            return new Fact(label, "none yet");
        }
        return new Fact(
                label,
                "of " + time(last.scheduledFor(), zone) + ", "
                        + Sizes.print(last.stored().size()) + ", "
                        + last.stored().location());
    }

    private static String lastRun(Run run, ZoneId zone) {
        return run.id() + " of " + time(run.origin().scheduledFor(), zone) + ": " + run.state();
    }

    private String nextRunTime(JobConfig job) {
        return job.timing()
                .nextDue(clock.instant())
                .map(time -> time(time, job.timing().zone()))
                .orElse("none: by hand only");
    }

    private String nextRun(JobConfig job, About about) {
        return about.copies().stream()
                .flatMap(copy -> Optional.ofNullable(copy.paused()).stream())
                .findFirst()
                .map(paused -> "none: paused since " + time(paused.since(), about.zone()))
                .orElseGet(() -> nextRunTime(job));
    }

    private static String remedy(Alarm alarm, About about) {
        String hint = alarm.reason().hint();
        if (hint != null) {
            return hint;
        }
        Subject subject = alarm.subject();
        Optional<AlarmKind> kind = AlarmKind.of(subject.kind());
        if (kind.isPresent() && kind.get() == AlarmKind.PAUSED) {
            return "Resume it: export-routes resume " + subject.job();
        }
        if (about.last() != null && about.last().state().settled()) {
            return "See what happened: export-routes show " + about.last().id()
                    + "; check everything: export-routes doctor";
        }
        return about.copies().stream()
                .map(copy -> copy.place().destination())
                .collect(Collectors.joining(
                        ", ", "Check the service and its destinations (", "): export-routes doctor"));
    }

    private static String time(Instant time, ZoneId zone) {
        return TIME.format(time.atZone(zone));
    }

    private static String lasted(Instant from, Instant until) {
        Duration minutes =
                Duration.ofMinutes(Math.max(1, Duration.between(from, until).toMinutes()));
        return Durations.print(minutes);
    }
}
