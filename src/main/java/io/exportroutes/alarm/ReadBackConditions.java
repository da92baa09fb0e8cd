package io.exportroutes.alarm;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.ledger.Alarm.Subject;
import io.exportroutes.ledger.CopyPlace;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.ReadBack;
import io.exportroutes.readback.ReadBackPolicy;
import io.exportroutes.readback.Result;
import io.exportroutes.value.Durations;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is wrong with the copies that were read back, and with those that were not. */
final class ReadBackConditions {
    private static final int NAMED = 3;

    private ReadBackConditions() {}

    static Map<Subject, FailureNote> at(Instant now, ExportsConfig config, Ledger ledger) {
        Map<Subject, FailureNote> wrong = new HashMap<>();
        ledger.deliveries().copies().readBacks().bad().forEach((place, bad) -> {
            if (isKnown(config, place)) {
                wrong.put(subject(AlarmKind.READ_BACK_BAD, place), bad(bad));
            }
        });
        config.readBacks().forEach((destination, policy) -> ledger.deliveries()
                .copies()
                .readBacks()
                .oldest(destination, policy.level())
                .forEach((job, since) -> {
                    CopyPlace place = new CopyPlace(job, destination);
                    if (isKnown(config, place) && policy.isOverdue(since, now)) {
                        wrong.put(subject(AlarmKind.READ_BACK_OVERDUE, place), overdue(policy));
                    }
                }));
        return wrong;
    }

    /** What exports.yaml has no longer is nobody's matter any more. */
    private static boolean isKnown(ExportsConfig config, CopyPlace place) {
        return config.jobs().containsKey(place.job()) && config.destinations().containsKey(place.destination());
    }

    private static Subject subject(AlarmKind kind, CopyPlace place) {
        return new Subject(kind.word(), place.job(), place.destination());
    }

    private static FailureNote bad(List<ReadBack> bad) {
        String named = bad.stream()
                .limit(NAMED)
                .map(one -> one.copyId() + " is " + one.result().word() + ": "
                        + one.evidence().detail())
                .collect(Collectors.joining("; "));
        String others = bad.size() > NAMED ? "; and " + (bad.size() - NAMED) + " more" : "";
        ReadBack first = bad.get(0);
        String command = first.result() == Result.UNREADABLE ? "archive read-back " : "archive repair ";
        return new FailureNote(
                FailureCode.READ_BACK_BAD.word(), named + others, "export-routes " + command + first.copyId());
    }

    /** It names no moment: a reason that changes would be told anew. */
    private static FailureNote overdue(ReadBackPolicy policy) {
        return new FailureNote(
                FailureCode.READ_BACK_OVERDUE.word(),
                "Some copies were not read back within " + Durations.print(policy.every()),
                "See whether the budget is enough: export-routes doctor");
    }
}
