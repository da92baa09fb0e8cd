package io.exportroutes.alarm;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Alarm.Subject;
import io.exportroutes.ledger.LastEnds.LastEnd;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.SchemaDrift;
import io.exportroutes.overdue.ExpectedCopy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is wrong at one moment, by ledger and schedules alone. */
final class Conditions {
    /** A channel that fails once or twice is tried again before anybody hears of it. */
    private static final int FAILED_ATTEMPTS = 3;

    /** Longer than the quiet hours of any channel, so that it is told after them. */
    static final Duration LOSS_IS_SHOWN = Duration.ofDays(1);

    private static final Duration GIVEN_UP_LATELY = Duration.ofDays(1);

    private final Map<Subject, FailureNote> wrong = new HashMap<>();
    private final Set<String> undecided = new HashSet<>();

    private Conditions() {}

    /** @param copies those that are expected of all jobs */
    static Conditions at(Instant now, ExportsConfig config, Ledger ledger, List<ExpectedCopy> copies) {
        Conditions conditions = new Conditions();
        copies.forEach(copy -> conditions.look(copy, now));
        ledger.summaries().lastEnds().of(List.copyOf(config.jobs().keySet())).forEach(conditions::look);
        Set<String> channels = config.operators().channels().keySet();
        ledger.alarms().notifications().failing(FAILED_ATTEMPTS, now.minus(GIVEN_UP_LATELY)).stream()
                .filter(failing -> channels.contains(failing.channel()))
                .forEach(failing -> conditions.wrong.put(
                        new Subject(AlarmKind.NOTIFICATION_FAILING.word(), "", failing.channel()), failing.reason()));
        ledger.deliveries().copies().marks().blocked().forEach((place, reason) -> {
            if (config.expires(place.job(), place.destination())) {
                conditions.put(AlarmKind.RETENTION_BLOCKED, place.job(), place.destination(), reason);
            }
        });
        ReadBackConditions.at(now, config, ledger).forEach(conditions.wrong::put);
        ledger.deliveries().copies().drifts().losses(now.minus(LOSS_IS_SHOWN)).stream()
                .filter(loss -> config.jobs().containsKey(loss.job()))
                .forEach(conditions::lost);
        ledger.deliveries().copies().chains().places().stopped().stream()
                .filter(place -> config.jobs().containsKey(place.chain())
                        && config.destinations().containsKey(place.destination()))
                .forEach(place ->
                        conditions.put(AlarmKind.CHAIN_BROKEN, place.chain(), place.destination(), place.failure()));
        return conditions;
    }

    /** The newest loss of a job comes first; older ones are in what the channels are told of it. */
    private void lost(SchemaDrift loss) {
        String more = loss.found().losses() == 1 ? "something" : loss.found().losses() + " things";
        PermanentFailure failure = new PermanentFailure(
                FailureCode.SCHEMA_LOSS,
                "The schema of %s lost %s from %s to %s: %s"
                        .formatted(
                                loss.job(),
                                more,
                                loss.baseExportId(),
                                loss.exportId(),
                                loss.found().summary()),
                "See all of it: export-routes drift %s --from %s --to %s; tell those who rely on it"
                        .formatted(loss.job(), loss.baseExportId(), loss.exportId()));
        wrong.putIfAbsent(new Subject(AlarmKind.DRIFT_LOSS.word(), loss.job(), ""), FailureNote.of(failure));
    }

    /** What is wrong, with its reason where there is one. */
    Map<Subject, FailureNote> wrong() {
        return wrong;
    }

    /** Whether it cannot be said at this moment: the run in question is being replayed. */
    boolean isUndecided(Subject subject) {
        return subject.kind().equals(AlarmKind.FAILING.word()) && undecided.contains(subject.job());
    }

    private void look(ExpectedCopy copy, Instant now) {
        if (copy.overdue(now)) {
            put(AlarmKind.OVERDUE, copy.place().job(), copy.place().destination(), FailureNote.NONE);
        } else if (copy.missedInPause(now)) {
            put(AlarmKind.PAUSED, copy.place().job(), "", FailureNote.NONE);
        }
    }

    private void look(String job, LastEnd end) {
        switch (end.run().state()) {
            case QUEUED, EXPORTING, TRANSFERRING -> undecided.add(job);
            case PARTIAL, FAILED -> failed(job, end);
            default -> {
                // it succeeded
            }
        }
    }

    private void failed(String job, LastEnd end) {
        end.dead().forEach((destination, reason) -> put(AlarmKind.FAILING, job, destination, reason));
        FailureNote reason = end.run().failure();
        boolean tellsMore = reason.code() != null
                && !FailureCode.NO_DESTINATION_REACHED.word().equals(reason.code());
        if (end.dead().isEmpty() || tellsMore) {
            put(AlarmKind.FAILING, job, "", reason);
        }
    }

    private void put(AlarmKind kind, String job, String destination, FailureNote reason) {
        wrong.put(new Subject(kind.word(), job, destination), reason);
    }
}
