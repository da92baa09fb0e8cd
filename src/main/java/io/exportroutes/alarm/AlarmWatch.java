package io.exportroutes.alarm;

import io.exportroutes.config.ChannelConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.QuietHours;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.ledger.Alarm;
import io.exportroutes.ledger.Alarm.Subject;
import io.exportroutes.ledger.Alarms.Letter;
import io.exportroutes.ledger.Alarms.Told;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.overdue.ExpectedCopies;
import io.exportroutes.overdue.ExpectedCopy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at regular intervals what is wrong, and records what began and what ended, with what each channel is to be told: edges and
 * reminders only. It depends on no run, so that it also sees what never ran. Each node of a cluster looks; the first one that sees
 * something records it.
 */
public final class AlarmWatch {
    /** Alarms that begin within this time go into one message; one that ends within it is not sent. */
    static final Duration TOGETHER = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(AlarmWatch.class);

    private final ExportsConfig config;
    private final Ledger ledger;
    private final ExpectedCopies expected;
    private final Clock clock;
    /** The reminders that this process has recorded, so that it does not try the same again at each look. */
    private final Set<String> remindedOf = ConcurrentHashMap.newKeySet();

    public AlarmWatch(ExportsConfig config, Ledger ledger, Clock clock) {
        this.config = config;
        this.ledger = ledger;
        this.expected = new ExpectedCopies(config, ledger, clock);
        this.clock = clock;
    }

    /**
     * Looks once.
     *
     * @return the copies that it saw to be expected
     */
    public List<ExpectedCopy> look() {
        Instant now = clock.instant();
        List<ExpectedCopy> copies = expected.all();
        Conditions present = Conditions.at(now, config, ledger, copies);
        List<Alarm> open = ledger.alarms().open();
        Set<Subject> known = open.stream().map(Alarm::subject).collect(Collectors.toSet());
        List<Told> begun = present.wrong().entrySet().stream()
                .filter(wrong -> !known.contains(wrong.getKey()))
                .map(wrong -> began(wrong.getKey(), wrong.getValue(), now))
                .toList();
        List<Told> ended = new ArrayList<>();
        List<Told> reminded = new ArrayList<>();
        List<Alarm> explained = new ArrayList<>();
        for (Alarm alarm : open) {
            FailureNote reason = present.wrong().get(alarm.subject());
            if (reason != null && isAnother(alarm, reason)) {
                ended.add(ended(alarm, now)); // the next look has the new one
            } else if (reason != null) {
                reminded.add(new Told(alarm, reminders(alarm, now)));
                explain(alarm, reason, explained);
            } else if (!present.isUndecided(alarm.subject())) {
                ended.add(ended(alarm, now));
            }
        }
        record(begun, ended, reminded, explained);
        return copies;
    }

    private void record(List<Told> begun, List<Told> ended, List<Told> reminded, List<Alarm> explained) {
        List<Told> toRemind =
                reminded.stream().filter(told -> !told.tell().isEmpty()).toList();
        if (begun.isEmpty() && ended.isEmpty() && toRemind.isEmpty() && explained.isEmpty()) {
            return;
        }
        ledger.alarms().record(begun, ended, toRemind, explained);
        begun.forEach(told -> LOG.warn("Alarm: {}", told.alarm().subject()));
        ended.forEach(told -> LOG.info("No longer: {}", told.alarm().subject()));
    }

    private Told began(Subject subject, FailureNote reason, Instant now) {
        Alarm alarm = new Alarm(UUID.randomUUID().toString(), subject, now, null, reason);
        return new Told(alarm, letters(subject, subject.kind(), "began", now.plus(TOGETHER)));
    }

    /** Whether something of this kind has happened once more, which the channels have not heard of. */
    private static boolean isAnother(Alarm alarm, FailureNote reason) {
        return AlarmKind.isEvent(alarm.subject().kind()) && !reason.equals(alarm.reason());
    }

    /** What exports.yaml does not know any more ends without a word: nothing has recovered. */
    private Told ended(Alarm alarm, Instant now) {
        Subject subject = alarm.subject();
        boolean known = !AlarmKind.isEvent(subject.kind())
                && (subject.job().isEmpty() || config.jobs().containsKey(subject.job()));
        return new Told(alarm, known ? letters(subject, AlarmKind.RECOVERED, "ended", now.plus(TOGETHER)) : List.of());
    }

    private List<Letter> letters(Subject subject, String on, String event, Instant dueAt) {
        return listeners(subject)
                .filter(channel -> channel.told().on().contains(on))
                .map(channel -> new Letter(channel.name(), event, whenFree(channel, subject, dueAt)))
                .toList();
    }

    /** The reminder whose time it is; earlier ones that were missed are not made up for. */
    private List<Letter> reminders(Alarm alarm, Instant now) {
        return listeners(alarm.subject())
                .filter(channel -> !AlarmKind.isEvent(alarm.subject().kind()))
                .filter(channel -> channel.told().on().contains(alarm.subject().kind()))
                .flatMap(channel -> reminder(channel, alarm, now).stream())
                .toList();
    }

    private Optional<Letter> reminder(ChannelConfig channel, Alarm alarm, Instant now) {
        long number =
                Duration.between(alarm.beganAt(), now).dividedBy(channel.told().remindEvery());
        String event = "reminder-" + number;
        return number < 1 || !remindedOf.add(alarm.id() + " " + channel.name() + " " + event)
                ? Optional.empty()
                : Optional.of(new Letter(channel.name(), event, whenFree(channel, alarm.subject(), now)));
    }

    /** No channel is told that it fails itself. */
    private Stream<ChannelConfig> listeners(Subject subject) {
        boolean ofChannel = subject.kind().equals(AlarmKind.NOTIFICATION_FAILING.word());
        Map<String, ChannelConfig> channels = config.operators().channels();
        return channels.values().stream()
                .filter(channel -> !ofChannel || !channel.name().equals(subject.destination()));
    }

    private static Instant whenFree(ChannelConfig channel, Subject subject, Instant moment) {
        QuietHours quiet = channel.told().quiet();
        return quiet == null ? moment : quiet.whenFree(subject.kind(), moment);
    }

    private static void explain(Alarm alarm, FailureNote reason, List<Alarm> explained) {
        if (!reason.equals(alarm.reason())) {
            explained.add(new Alarm(alarm.id(), alarm.subject(), alarm.beganAt(), null, reason));
        }
    }
}
